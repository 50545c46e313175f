import OperationCatalogue

/// Calls that may be made again as they are, some of them only when they are of a certain form.
extension Lookups {
    static let repetitions: [String: Entry] = {
        var entries: [String: Entry] = [
            "shipping.directPurchaseShipment@v2": .keyed("x-amzn-IdempotencyKey"),
            "shipping.purchaseShipment@v2": .keyed("x-amzn-IdempotencyKey"),
            "shipping.generateCollectionForm@v2": .keyed("x-amzn-IdempotencyKey"),
            "fbaInventory.addInventory@v1": .keyed("x-amzn-idempotency-token"),
            "listingsItems.patchListingsItem@2020-09-01": .patch,
            "listingsItems.patchListingsItem@2021-08-01": .patch,
            "externalFulfillmentInventory.batchInventory@2024-09-11": .numbered,
        ]
        for generator in [
            "generatePackingOptions", "generatePlacementOptions", "generateShipmentContentUpdatePreviews",
            "generateDeliveryWindowOptions", "generateSelfShipAppointmentSlots", "generateTransportationOptions",
        ] {
            entries["fulfillmentInbound.\(generator)@2024-03-20"] = .always("what it generates replaces the earlier")
        }
        for fixture in [
            "fbaInventory.createInventoryItem@v1",
            "vendorDirectFulfillmentSandboxData.generateOrderScenarios@2021-10-28",
        ] {
            entries[fixture] = .always("it only fills Amazon's sandbox")
        }
        return entries
    }()
}

extension Lookups.Entry {
    fileprivate static func always(_ why: String) -> Self { Self(reader: nil) { _, _ in .again(why) } }

    /// Amazon knows a repetition by a header of the caller's choice.
    fileprivate static func keyed(_ header: String) -> Self {
        Self(reader: nil) { call, _ in
            call.parameter(header) == nil
                ? .person("With the parameter \(header) it could have been repeated safely.")
                : .again("Amazon knows it by its \(header)")
        }
    }

    /// Replacing and merging come to the same when done twice; adding and deleting may not.
    fileprivate static var patch: Self {
        Self(reader: nil) { call, _ in
            let steps = (call.body?["patches"]?.items ?? []).map { $0.text(at: "op")?.lowercased() }
            if !steps.isEmpty, steps.allSatisfy({ $0 == "replace" || $0 == "merge" }) {
                return .again("it only replaces and merges")
            }
            return .person("Its patches do more than replace and merge.")
        }
    }

    /// An update with a sequence number loses against a later one.
    fileprivate static var numbered: Self {
        Self(reader: nil) { call, _ in
            let requests = call.body?["requests"]?.items ?? []
            if !requests.isEmpty, requests.allSatisfy({ $0.value(at: "body.clientSequenceNumber") != nil }) {
                return .again("each of its updates has a clientSequenceNumber")
            }
            return .person("Not every update in it has a clientSequenceNumber.")
        }
    }
}
