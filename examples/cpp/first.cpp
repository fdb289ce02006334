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
        std::string told;
        auto again = stepup::blank<stepup_decision>();
        if (!policy.message(decision, told, STEPUP_LANGUAGE_EN, &error) || !policy.replay(decision, again, &error)) {
            return fails("decision", error);
        }
        std::cout << "outcome " << int{decision.outcome} << ", score " << decision.score << ": " << told << '\n';
    }
    // Whoever splits a sum is asked no less for the last part than for the first.
    const auto &first = decisions.front(), &last = decisions.back();
    if (last.demanded_rung < first.demanded_rung || last.hold_seconds < first.hold_seconds) {
        std::cerr << "the third transfer was decided as if it were the first\n";
        return 1;
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
