/// What the mock answers, byte for byte.
enum MockAnswers {
    /// An order, as small ones are.
    static let order = answer(
        #"{"order":{"orderId":"902-1845936-5435065","orderAliases":[],"createdTime":"2026-01-05T09:12:33Z","#
            + #""lastUpdatedTime":"2026-01-05T11:40:02Z","programs":["PRIME"],"salesChannel":{"channelName":"AMAZON","#
            + #""marketplaceId":"A1PA6795UKMFR9","marketplaceName":"Amazon.de"},"orderItems":[{"orderItemId":"#
            + #""05015851154158","quantityOrdered":1,"product":{"asin":"B00551Q3CS","sellerSku":"CBA_OTF_1","title":"#
            + #""Example item"}},{"orderItemId":"05015851154159","quantityOrdered":2,"product":{"asin":"B00551Q3CT","#
            + #""sellerSku":"CBA_OTF_2","title":"Another example item"}}],"fulfillment":{"fulfillmentStatus":"SHIPPED","#
            + #""fulfilledBy":"AMAZON"}}}"#)

    /// An access token that no other answer holds.
    static func token(_ number: Int) -> [UInt8] {
        answer(
            #"{"access_token":"Atza|bench-\#(number)","token_type":"bearer","expires_in":3600,"#
                + #""refresh_token":"Atzr|bench"}"#)
    }

    /// JSON with a head that keeps the connection open. No rate is named: none may be learned.
    static func answer(_ json: String) -> [UInt8] {
        Array(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n"
                + "x-amzn-RequestId: 3e7c1f0a-bench\r\n\r\n\(json)").utf8)
    }
}
