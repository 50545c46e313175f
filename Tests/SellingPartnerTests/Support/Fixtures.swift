import OperationCatalogue
import Ports
import Secrets

@testable import SellingPartner

enum Fixtures {
    static func token(_ text: String = "Atza|one", lifetime: Duration = .seconds(3600)) -> AccessToken {
        AccessToken(value: Secret(text), lifetime: lifetime)
    }

    static func key(
        clientID: String = "client", endpoint: String = "https://lwa", fingerprint: String = "f1",
        region: Region? = .europe, isSandbox: Bool = false
    ) -> TokenKey {
        TokenKey(
            clientID: clientID, endpoint: endpoint, grant: .refreshToken(Secret("unused")),
            refreshTokenFingerprint: fingerprint, region: region, isSandbox: isSandbox)
    }

    static func operation(
        family: String = "orders", method: String = "GET", successStatus: Int = 200
    ) -> Operation {
        Operation(
            family: family, id: "thing", version: "v1", method: method, path: "/thing/v1", plan: nil,
            applicationRate: nil, parameters: [], body: method == "GET" ? .none : .optional,
            successStatus: successStatus, hasPayloadEnvelope: false, pagination: nil, grantlessScope: nil,
            isRestricted: false, restrictedDataElements: [], deprecation: nil, repetition: .safe, isSandboxOnly: false)
    }

    /// A call of a restricted operation that knows no data elements.
    static func shipmentCall(_ id: String = "1") throws -> PreparedCall {
        try prepared("merchantFulfillment.getShipment", ["shipmentId": .string(id)])
    }

    static func prepared(_ name: String, _ parameters: [String: JSONValue]) throws -> PreparedCall {
        try CallRequest(operation: OperationCatalogue.builtIn.operation(named: name), parameters: parameters).prepared()
    }

    static func tokenJSON(_ token: String, seconds: Int = 3600) -> String {
        #"{"access_token":"\#(token)","token_type":"bearer","expires_in":\#(seconds)}"#
    }

    static func denied(_ details: String) -> String {
        #"{"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"\#(details)"}]}"#
    }

    static let expired = denied("The access token you provided has expired.")
}

extension LWAFailure {
    static func passing() -> LWAFailure { LWAFailure(.transient(.serverError), status: 500) }
}
