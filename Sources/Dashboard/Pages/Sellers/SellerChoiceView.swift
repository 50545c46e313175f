import JobModel
import JobStore
import Overview

/// Sellers of the same name, to choose from.
struct SellerChoiceView {
    /// One of them.
    struct Choice {
        let choicePath: String
        let region: String
        let application: String
        let tone: String
        let word: String
    }

    let name: String
    let choices: [Choice]

    init(_ sellers: [SellerOverview], now: Timestamp) {
        name = sellers.first?.key.seller ?? ""
        choices = sellers.map { seller in
            Choice(
                choicePath: Links.seller(seller.key), region: seller.key.region, application: seller.key.application,
                tone: seller.style.tone, word: seller.stateText)
        }
    }
}
