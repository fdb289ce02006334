// A night's three transfers of 49,999.00 by one customer, decided as three and not as three strangers.
//
//   c++ -std=c++17 $(pkg-config --cflags stepup) first.cpp $(pkg-config --libs stepup) -o first && ./first policy.toml
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include <stepup.hpp>

namespace {

constexpr std::array<std::uint8_t, 32> key{'o', 'n', 'l', 'y', ' ', 'f', 'o', 'r', ' ', 's', 'h', 'o', 'w'};
constexpr std::int64_t at = 1790000000;

int fails(const char *what, const stepup::error &error) {
    std::cerr << what << ": status " << error.status() << ", " << error.name() << ", line " << error.line() << ": "
              << error.text() << '\n';
    return 1;
}

stepup_request transfer(const stepup::pseudonym &customer, const stepup::pseudonym &payee, std::uint8_t number) {
    auto request = stepup::blank<stepup_request>();
    request.operation = STEPUP_OPERATION_TRANSFER;
    request.channel = STEPUP_CHANNEL_FILE;
    request.at = at + number;
    request.offset_minutes = 480;
    request.key_id = 1;
    request.currency = 156;
    std::copy(customer.begin(), customer.end(), request.customer);
    std::copy(payee.begin(), payee.end(), request.payee);
    request.payee_state = STEPUP_STATE_KNOWN;
    request.reference[0] = number;
    request.transfer[0] = number;
    request.transfer_state = 1;
    request.amount = 4999900;
    request.amount_state = STEPUP_STATE_KNOWN;
    request.enrolled = STEPUP_BIT(STEPUP_FACTOR_FACE) | STEPUP_BIT(STEPUP_FACTOR_SMS);
    return request;
}

// In production the policy that was approved is demanded: one with another SHA-256 is neither loaded nor put in its place.
bool pins(stepup::policy &policy, const std::string &text, stepup::error &error) {
    auto facts = stepup::blank<stepup_policy_facts>();
    if (!policy.info(facts, &error) || facts.rules == 0) {
        return false;
    }
    stepup::identity approved{}, other{};
    std::copy(std::begin(facts.identity), std::end(facts.identity), approved.begin());
    if (stepup::policy::load(text, error, &other) || error.status() != STEPUP_STATUS_IDENTITY) {
        return false;
    }
    return stepup::policy::load(text, error, &approved) && policy.replace(text, &error, &approved) &&
           policy.replace(text, &error, &other) == STEPUP_STATUS_IDENTITY;
}

// The first transfer settles, under an id of its own, and counts once. A fourth is reserved; the first is already.
bool learns(stepup::profile &profile, const stepup_request &first, const stepup_request &fourth, stepup::error &error) {
    auto event = stepup::blank<stepup_event>();
    event.kind = STEPUP_HAPPENING_SETTLED;
    event.id[0] = 100;
    event.at = first.at;
    event.offset_minutes = first.offset_minutes;
    event.key_id = first.key_id;
    event.currency = first.currency;
    event.minor = first.amount;
    std::copy(std::begin(first.customer), std::end(first.customer), event.customer);
    std::copy(std::begin(first.transfer), std::end(first.transfer), event.transfer);
    auto before = stepup::blank<stepup_profile_facts>(), after = before;
    return stepup::info(profile, before, &error) && stepup::observe(profile, event, &error) == STEPUP_STATUS_OK &&
           stepup::observe(profile, event, &error) == STEPUP_NOTE_REPEAT &&
           stepup::reserve(profile, fourth, &error) == STEPUP_STATUS_OK &&
           stepup::reserve(profile, first, &error) == STEPUP_NOTE_REPEAT && stepup::info(profile, after, &error) &&
           after.settled == before.settled + 1 && after.revision == before.revision + 2;
}

} // namespace

int main(int count, char **arguments) {
    if (count != 2) {
        std::cerr << "usage: first POLICY\n";
        return 2;
    }
    std::ifstream file(arguments[1], std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    stepup::error error;
    auto policy = stepup::policy::load(text, error);
    if (!policy) {
        return fails(arguments[1], error);
    }
    if (!pins(policy, text, error)) {
        return fails("another policy than the approved one", error);
    }

    stepup::pseudonym customer{}, payee{};
    if (!stepup::pseudonym_of(key, STEPUP_ID_CUSTOMER, "C-1001", customer, &error) ||
        !stepup::pseudonym_of(key, STEPUP_ID_IBAN, "GB82 WEST 1234 5698 7654 32", payee, &error)) {
        return fails("pseudonyms", error);
    }
    auto opening = stepup::blank<stepup_opening>();
    opening.key_id = 1;
    opening.at = at - 400 * 86400;
    opening.offset_minutes = 480;
    opening.currency = 156;
    std::copy(customer.begin(), customer.end(), opening.customer);
    opening.usual_amount = 4000000;
    opening.usual_outflow = 5000000;
    opening.amount_spread = 300;
    opening.outflow_spread = 300;
    std::array<stepup::profile, 1> profiles{};
    if (!stepup::open(opening, profiles[0], &error)) {
        return fails("profile", error);
    }

    std::vector<stepup_request> requests;
    for (std::uint8_t number = 1; number <= 3; ++number) {
        requests.push_back(transfer(customer, payee, number));
    }
    std::vector<stepup_decision> decisions(requests.size(), stepup::blank<stepup_decision>());
    std::vector<std::int32_t> indexes(requests.size(), 0), statuses(requests.size(), 0);
    stepup_batch summary{};
    const auto night = policy.decide(requests, profiles, indexes, decisions, statuses, true, summary, &error);
    if (night != STEPUP_STATUS_OK) {
        return fails("batch", error);
    }

    for (const auto &decision : decisions) {
        std::string told, why;
        auto again = stepup::blank<stepup_decision>();
        if (!policy.message(decision, told, STEPUP_LANGUAGE_EN, &error) ||
            !policy.explain(decision, why, STEPUP_LANGUAGE_EN, &error) ||
            policy.replay(decision, again, &error) != STEPUP_STATUS_OK) {
            return fails("decision", error);
        }
        // The customer hears what to do, and the bank alone the points.
        if (why.find("score") == std::string::npos || told.find("score") != std::string::npos) {
            std::cerr << "the bank and the customer were told: " << why << '\n' << told << '\n';
            return 1;
        }
        std::cout << "outcome " << int{decision.outcome} << ", score " << decision.score << ": " << told << '\n';
    }
    // Whoever splits a sum is asked no less for the last part than for the first.
    const auto &first = decisions.front(), &last = decisions.back();
    if (last.demanded_rung < first.demanded_rung || last.hold_seconds < first.hold_seconds) {
        std::cerr << "the third transfer was decided as if it were the first\n";
        return 1;
    }

    if (!learns(profiles[0], requests[0], transfer(customer, payee, 4), error)) {
        return fails("what the profile learned", error);
    }

    // A policy that is moved away is empty, and an empty one decides nothing.
    stepup::policy moved = std::move(policy);
    if (policy || policy.decide(requests[0], profiles[0], decisions[0]) != STEPUP_STATUS_HANDLE ||
        decisions[0].outcome != STEPUP_OUTCOME_REFUSE) {
        std::cerr << "an empty policy decided\n";
        return 1;
    }
    // Views of different lengths are a status before anything is read.
    indexes.pop_back();
    return moved.decide(requests, profiles, indexes, decisions, statuses, false, summary) == STEPUP_STATUS_SIZE ? 0 : 1;
}
