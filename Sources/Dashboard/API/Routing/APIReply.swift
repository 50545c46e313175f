import HTTPTypes
import Hummingbird
import NIOCore
import OperationCatalogue

/// What a route answers.
struct APIReply: Sendable {
    let response: Response

    /// JSON.
    ///
    /// - Parameter location: Where what was made is to be found.
    init(_ json: JSONValue, status: HTTPTypes.HTTPResponse.Status = .ok, location: String? = nil) {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let location { headers[.location] = location }
        response = Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.text + "\n")))
    }

    /// Anything else.
    init(_ response: Response) { self.response = response }
}
