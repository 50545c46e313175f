/// The marketplaces that a body names, held against the region whose host is called: Amazon's answer to a wrong one looks
/// like a missing authorization.
///
/// Looked at are members called `marketplaceIds` or `marketplaceId` of the body itself and of the objects in its lists, as
/// batches have them. A body is sent as it is, so country codes are not translated in it.
struct BodyMarketplaces {
    /// What is certainly wrong, one sentence each.
    let problems: [String]

    init(_ body: [UInt8], region: Region) {
        // Most bodies name none, and large ones are not worth reading for nothing.
        guard Self.mayName(body), let content = try? JSONValue(parsing: body) else {
            problems = []
            return
        }
        var found: [String] = []
        for text in Self.texts(content, depth: 0) where !found.contains(text) { found.append(text) }
        problems = found.compactMap { Self.problem($0, region) }
    }

    private static func problem(_ text: String, _ region: Region) -> String? {
        guard let marketplace = Marketplace.named(text) else { return nil }
        if marketplace.region != region {
            return MarketplaceChoice([text], region: region).problems.first
        }
        guard marketplace.id != text else { return nil }
        return "\(text.excerpt) must be written as \(marketplace.id): a body is sent as it is."
    }

    private static func texts(_ value: JSONValue, depth: Int) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.sorted { $0.key < $1.key }.flatMap { name, member -> [String] in
            if ["marketplaceid", "marketplaceids"].contains(name.lowercased()) {
                if case .array(let items) = member { return items.compactMap(\.string) }
                return member.string.map { [$0] } ?? []
            }
            guard depth == 0, case .array(let items) = member else { return [] }
            return items.flatMap { texts($0, depth: 1) }
        }
    }

    private static func mayName(_ body: [UInt8]) -> Bool {
        let name = Array("arketplaceId".utf8)
        return body.indices.contains { index in
            body[index] == name[0] && body[index...].starts(with: name)
        }
    }
}
