/* stepup for C++17: handles that free themselves, views that know their length, and nothing that throws.
 *
 * Every function is noexcept and returns a stepup::called: a status of stepup.h, true where it is no failure. Only the
 * two that give a std::string may throw, std::bad_alloc, in the caller's own frames and after the library has returned.
 * The records are those of stepup.h; stepup::blank<stepup_request>() gives an empty one.
 *
 *     stepup::error error;
 *     auto policy = stepup::policy::load(text, error);
 *     if (!policy) { std::cerr << error.text(); return 1; }
 *     auto request = stepup::blank<stepup_request>();
 *     auto decision = stepup::blank<stepup_decision>();
 *     if (!policy.decide(request, profile, decision, &error)) { ... }
 */
#ifndef STEPUP_HPP
#define STEPUP_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <stepup.h>

namespace stepup {

/* What the library keeps none of: the caller's to store. Zeros are no profile, and a status. */
using profile = std::array<std::uint8_t, STEPUP_PROFILE_BYTES>;
using reputation = std::array<std::uint8_t, STEPUP_REPUTATION_BYTES>;
using pseudonym = std::array<std::uint8_t, STEPUP_PSEUDONYM_BYTES>;
using identity = std::array<std::uint8_t, STEPUP_IDENTITY_BYTES>;

/* Elements that lie one behind the other, and how many: std::span for C++17. It owns nothing. */
template <class T>
class view {
public:
    constexpr view() noexcept = default;
    constexpr view(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <class C, class = std::enable_if_t<std::is_convertible_v<
                           std::remove_pointer_t<decltype(std::declval<C &>().data())> (*)[], T (*)[]>>>
    constexpr view(C &container) noexcept : data_(container.data()), size_(container.size()) {}
    template <std::size_t N>
    constexpr view(T (&array)[N]) noexcept : data_(array), size_(N) {}

    constexpr T *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr T &operator[](std::size_t place) const noexcept { return data_[place]; }
    constexpr T *begin() const noexcept { return data_; }
    constexpr T *end() const noexcept { return data_ + size_; }

private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

/* What a function returned. */
class [[nodiscard]] called {
public:
    constexpr called(std::int32_t status) noexcept : status_(status) {}
    constexpr std::int32_t status() const noexcept { return status_; }
    /* It worked, perhaps with a note. */
    constexpr explicit operator bool() const noexcept { return status_ >= 0; }
    friend constexpr bool operator==(called one, std::int32_t status) noexcept { return one.status_ == status; }
    friend constexpr bool operator!=(called one, std::int32_t status) noexcept { return one.status_ != status; }

private:
    std::int32_t status_;
};

/* The number by which stepup_init knows a record. */
template <class R>
struct record_kind;
#define STEPUP_RECORD_KIND(record, number)                                                                         \
    template <>                                                                                                    \
    struct record_kind<record> : std::integral_constant<std::int32_t, number> {}
STEPUP_RECORD_KIND(stepup_error, STEPUP_RECORD_ERROR);
STEPUP_RECORD_KIND(stepup_request, STEPUP_RECORD_REQUEST);
STEPUP_RECORD_KIND(stepup_decision, STEPUP_RECORD_DECISION);
STEPUP_RECORD_KIND(stepup_event, STEPUP_RECORD_EVENT);
STEPUP_RECORD_KIND(stepup_opening, STEPUP_RECORD_OPENING);
STEPUP_RECORD_KIND(stepup_profile_facts, STEPUP_RECORD_PROFILE_FACTS);
STEPUP_RECORD_KIND(stepup_text, STEPUP_RECORD_TEXT);
STEPUP_RECORD_KIND(stepup_policy_facts, STEPUP_RECORD_POLICY_FACTS);
STEPUP_RECORD_KIND(stepup_proofs, STEPUP_RECORD_PROOFS);
STEPUP_RECORD_KIND(stepup_comparison, STEPUP_RECORD_COMPARISON);
STEPUP_RECORD_KIND(stepup_batch, STEPUP_RECORD_BATCH);
STEPUP_RECORD_KIND(stepup_abi_facts, STEPUP_RECORD_ABI_FACTS);
#undef STEPUP_RECORD_KIND

/* An empty record: zeros, its size, UTF-8 and English where a text is asked for. It claims nothing. */
template <class R>
R blank() noexcept {
    R record{};
    static_assert(std::is_trivially_copyable_v<R> && std::is_standard_layout_v<R>, "a record of stepup.h");
    if (stepup_init(record_kind<R>::value, &record, static_cast<std::int32_t>(sizeof record), nullptr) < 0) {
        record.size = 0; /* A library that does not know this record refuses it by its size. */
    }
    return record;
}

/* What went wrong, told by the library. */
class error {
public:
    std::int32_t status() const noexcept { return record_.status; }
    std::int32_t field() const noexcept { return record_.field; }
    std::int32_t line() const noexcept { return record_.line; }
    std::int32_t column() const noexcept { return record_.column; }
    std::int64_t least() const noexcept { return record_.least; }
    std::int64_t most() const noexcept { return record_.most; }
    std::string_view name() const noexcept { return told(record_.name); }
    std::string_view text() const noexcept { return told(record_.text); }
    stepup_error *record() noexcept { return &record_; }

private:
    template <std::size_t N>
    static std::string_view told(const std::uint8_t (&bytes)[N]) noexcept {
        const std::string_view all(reinterpret_cast<const char *>(bytes), N);
        return all.substr(0, all.find('\0'));
    }

    stepup_error record_ = blank<stepup_error>();
};

/* A null pointer where nobody wants to know. */
inline stepup_error *told(error *error) noexcept {
    return error == nullptr ? nullptr : error->record();
}

/* A text by asking twice: how long it is, and for the text. May throw std::bad_alloc. */
template <class Ask>
called text_of(std::string &text, std::int32_t language, Ask ask) {
    auto form = blank<stepup_text>();
    form.language = language;
    form.fill = 1; /* No zero byte at the end: the string has its own. */
    called answer = ask(&form, static_cast<void *>(nullptr));
    for (int tries = 0; answer == STEPUP_STATUS_ROOM && tries < 8; ++tries) {
        text.assign(static_cast<std::size_t>(form.needed), ' ');
        form.capacity = form.needed;
        answer = ask(&form, static_cast<void *>(text.data()));
    }
    return answer;
}

/* A policy in force. It is freed with this; who decides by it just then ends in peace. Any thread may use it. */
class policy {
public:
    constexpr policy() noexcept = default;
    policy(policy &&other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
    policy &operator=(policy &&other) noexcept {
        if (this != &other) {
            release();
            handle_ = std::exchange(other.handle_, 0);
        }
        return *this;
    }
    policy(const policy &) = delete;
    policy &operator=(const policy &) = delete;
    ~policy() { release(); }

    /* Loads a policy from its text, and only the one with this SHA-256 where one is demanded. Where it does not seal,
       the policy is empty and the error has the first finding. */
    static policy load(std::string_view text, error &error, const identity *sha256 = nullptr) noexcept {
        policy loaded;
        const void *wanted = sha256 == nullptr ? nullptr : sha256->data();
        if (stepup_policy_load(text.data(), static_cast<std::int64_t>(text.size()), STEPUP_CHARSET_UTF_8, wanted,
                               &loaded.handle_, error.record()) < 0) {
            loaded.handle_ = 0;
        }
        return loaded;
    }

    explicit operator bool() const noexcept { return handle_ != 0; }
    std::int64_t handle() const noexcept { return handle_; }

    /* Puts another policy in its place; on a fault this one stays. */
    called replace(std::string_view text, error *error = nullptr, const identity *sha256 = nullptr) noexcept {
        const void *wanted = sha256 == nullptr ? nullptr : sha256->data();
        return stepup_policy_replace(handle_, text.data(), static_cast<std::int64_t>(text.size()),
                                     STEPUP_CHARSET_UTF_8, wanted, told(error));
    }

    called info(stepup_policy_facts &facts, error *error = nullptr) const noexcept {
        return stepup_policy_info(handle_, &facts, told(error));
    }

    /* Decides one request. The decision refuses wherever this is false. */
    called decide(const stepup_request &request, const profile &profile, stepup_decision &decision,
                  error *error = nullptr) const noexcept {
        return stepup_decide(handle_, &request, profile.data(), &decision, told(error));
    }

    /* Decides many, those of a profile in their order; indexes names the profile of each, and reserve lets a customer's next request count
       this one. Views of different lengths are STEPUP_STATUS_SIZE. */
    called decide(view<const stepup_request> requests, view<profile> profiles, view<const std::int32_t> indexes,
                  view<stepup_decision> decisions, view<std::int32_t> statuses, bool reserve, stepup_batch &summary,
                  error *error = nullptr) const noexcept {
        const std::size_t count = requests.size();
        summary = blank<stepup_batch>();
        if (indexes.size() != count || decisions.size() != count || statuses.size() != count ||
            count > INT32_MAX || profiles.size() > INT32_MAX) {
            /* No old decision stands. */
            for (stepup_decision &decision : decisions) {
                decision = blank<stepup_decision>();
            }
            return STEPUP_STATUS_SIZE;
        }
        summary.count = static_cast<std::int32_t>(count);
        summary.profiles = static_cast<std::int32_t>(profiles.size());
        summary.reserve = reserve ? 1 : 0;
        summary.request_stride = sizeof(stepup_request);
        summary.profile_stride = sizeof(profile);
        summary.decision_stride = sizeof(stepup_decision);
        return stepup_decide_batch(handle_, &summary, requests.data(), profiles.data(), indexes.data(),
                                   decisions.data(), statuses.data(), told(error));
    }

    /* Judges an old decision again: STEPUP_STATUS_OK where the answer is the same to the bit. */
    called replay(const stepup_decision &before, stepup_decision &again, error *error = nullptr) const noexcept {
        return stepup_replay(handle_, before.canonical, &again, told(error));
    }

    /* Why it was decided so. Not for customers. May throw std::bad_alloc. */
    called explain(const stepup_decision &decision, std::string &text, std::int32_t language = STEPUP_LANGUAGE_EN,
                   error *error = nullptr) const {
        return text_of(text, language, [&](stepup_text *form, void *buffer) {
            return stepup_explain(handle_, decision.canonical, form, buffer, told(error));
        });
    }

    /* What the customer may be told. May throw std::bad_alloc. */
    called message(const stepup_decision &decision, std::string &text, std::int32_t language = STEPUP_LANGUAGE_EN,
                   error *error = nullptr) const {
        return text_of(text, language, [&](stepup_text *form, void *buffer) {
            return stepup_message(handle_, decision.canonical, form, buffer, told(error));
        });
    }

private:
    void release() noexcept {
        if (handle_ != 0) {
            static_cast<void>(stepup_policy_free(handle_, nullptr));
            handle_ = 0;
        }
    }

    std::int64_t handle_ = 0;
};

/* The pseudonym of an identifier under the bank's key of at least 32 bytes. */
inline called pseudonym_of(view<const std::uint8_t> key, std::int32_t kind, std::string_view text, pseudonym &made,
                           error *error = nullptr) noexcept {
    if (key.size() > INT32_MAX || text.size() > INT32_MAX) {
        return STEPUP_STATUS_SIZE;
    }
    return stepup_pseudonym(key.data(), static_cast<std::int32_t>(key.size()), kind, text.data(),
                            static_cast<std::int32_t>(text.size()), STEPUP_CHARSET_UTF_8, made.data(), told(error));
}

/* The profile of a customer of whom nothing is known yet. */
inline called open(const stepup_opening &opening, profile &profile, error *error = nullptr) noexcept {
    return stepup_profile_new(&opening, profile.data(), told(error));
}

/* Learns from one event; on a fault the profile is as it was. */
inline called observe(profile &profile, const stepup_event &event, error *error = nullptr) noexcept {
    return stepup_profile_observe(profile.data(), &event, told(error));
}

/* Reserves what a request asks for, so that the next one counts it. */
inline called reserve(profile &profile, const stepup_request &request, error *error = nullptr) noexcept {
    return stepup_profile_reserve(profile.data(), &request, told(error));
}

/* What a profile says of itself. */
inline called info(const profile &profile, stepup_profile_facts &facts, error *error = nullptr) noexcept {
    return stepup_profile_info(profile.data(), &facts, told(error));
}

} // namespace stepup

#endif /* STEPUP_HPP */
