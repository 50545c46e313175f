import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks the sandbox as Amazon is asked, by means that have nothing in common with the program under test.
struct AmazonReader {
    private let scene: Scene
    private let seller: SceneWorld.Seller
    private let token: String

    /// Exchanges the seller's refresh token for an access token.
    init(_ scene: Scene, seller: SceneWorld.Seller) async throws {
        struct Answer: Decodable {
            let token: String

            private enum CodingKeys: String, CodingKey {
                case token = "access_token"
            }
        }
        self.scene = scene
        self.seller = seller
        guard let url = URL(string: scene.sandbox.lwa) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "content-type")
        let form = [
            ("grant_type", "refresh_token"), ("refresh_token", seller.refreshToken),
            ("client_id", SceneWorld.clientID), ("client_secret", scene.world.clientSecret),
        ]
        request.httpBody = Data(form.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&").utf8)
        token = try await Self.answer(to: request, as: Answer.self).token
    }

    /// The ids of all orders that were changed between two times, page by page.
    func orderIDs(after: String, before: String, marketplaces: [String]) async throws -> [String] {
        struct Page: Decodable {
            struct Order: Decodable {
                let orderId: String
            }
            struct Pagination: Decodable {
                let nextToken: String?
            }
            let orders: [Order]
            let pagination: Pagination?
        }
        var ids: [String] = []
        var next: String?
        repeat {
            var items = [
                ("lastUpdatedAfter", after), ("lastUpdatedBefore", before),
                ("marketplaceIds", marketplaces.joined(separator: ",")),
            ]
            if let next { items.append(("paginationToken", next)) }
            let query = items.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
            let base = scene.sandbox.endpoints[seller.region] ?? ""
            guard let url = URL(string: "\(base)/orders/2026-01-01/orders?\(query)") else { throw URLError(.badURL) }
            var request = URLRequest(url: url)
            request.setValue(token, forHTTPHeaderField: "x-amz-access-token")
            request.setValue("scene/1.0 (Language=Swift)", forHTTPHeaderField: "user-agent")
            let page = try await Self.answer(to: request, as: Page.self)
            ids += page.orders.map(\.orderId)
            next = page.pagination?.nextToken
        } while next != nil
        return ids
    }

    private static func answer<Answer: Decodable>(to request: URLRequest, as type: Answer.Type) async throws -> Answer {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw NeverHappened(description: "The sandbox answers: \(String(decoding: data, as: UTF8.self))")
        }
        return try JSONDecoder().decode(type, from: data)
    }

    private static func encoded(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }
}
