package import JobModel
import OperationCatalogue

/// Checks a request for a feed against what is known of its type and against the configuration. Pure: a file that holds the
/// content is not looked at.
package struct FeedAdmission: Sendable {
    private let directory: DirectoryHolder

    /// Admits feeds for the sellers of `directory`.
    package init(directory: DirectoryHolder) {
        self.directory = directory
    }

    /// Turns a request into a job whose options say everything that the calls need.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        var problems: [String] = []
        var warnings: [String] = []
        var options = FeedOptions(parsing: request.options, problems: &problems)
        RequestAdmission.check(request, now: now, &problems)
        if let problem = request.strayParameters { problems.append(problem) }

        let type = FeedTypes.builtIn.type(named: request.operation)
        let finding = Self.finding(request.operation, type)
        problems += finding.problems
        warnings += finding.warnings
        if options.contentType == nil, finding.problems.isEmpty {
            options.contentType = type?.fullContentType
            if options.contentType == nil { problems.append(Self.noContentType(request.operation)) }
        }
        do throws(JobRejection) {
            let content = try JobContent(
                body: request.body, file: options.file, what: "A feed needs content",
                cure: "Give it as the body, or name its file with the option 'file'.")
            if let warning = content.warning { warnings.append(warning) }
            if case .text(let text) = content { Self.check(text, request.operation, &problems, &warnings) }
        } catch {
            problems += error.problems
        }

        if options.messages != nil, options.file == nil || request.operation != FeedType.listings {
            problems.append("The option 'messages' needs the type \(FeedType.listings) and the option 'file'.")
        }

        let owner: SellerDirectory.Owner
        do throws(JobRejection) {
            owner = try directory.current.owner(of: request)
        } catch {
            throw JobRejection(problems + error.problems)
        }
        let stores = Self.marketplaces(options.marketplaces, of: owner.seller)
        problems += stores.problems
        warnings += stores.warnings
        options.marketplaces = stores.ids
        guard problems.isEmpty else { throw JobRejection(problems) }
        if let warning = request.outputWarning { warnings.append(warning) }
        return Admission(
            job: NewJob(
                request, firstCall: try OperationCatalogue.known("feeds.createFeedDocument@2021-06-30"), owner: owner,
                body: request.body, options: options.text, uniqueFor: options.uniqueFor),
            warnings: warnings)
    }

    // MARK: The type

    private typealias Finding = (problems: [String], warnings: [String])

    /// What is wrong or odd about the type.
    private static func finding(_ name: String, _ type: FeedType?) -> Finding {
        guard !name.isEmpty else { return (["A feed needs a type, for example \(FeedType.listings)."], []) }
        guard let type else { return unknown(name) }
        switch type.standing {
        case .removed(let time):
            let instead = type.category.hasPrefix("listings") ? " Send listings as \(FeedType.listings)." : ""
            return (["Amazon has removed \(name): \(time). A feed of it would end FATAL.\(instead)"], [])
        case .unsure(let reason):
            return ([], ["Amazon may not take \(name) (\(reason)); it is sent all the same."])
        case .active:
            return ([], type.audience == .vendor ? ["\(name) is for vendors; sellers are refused it."] : [])
        }
    }

    private static func unknown(_ name: String) -> Finding {
        let near = FeedTypes.builtIn.nearest(to: name)
        let hint = near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?"
        let isName =
            name.utf8.count <= 100
            && name.unicodeScalars.allSatisfy { scalar in
                ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
            }
        guard isName else {
            return (
                ["'\(name.prefix(60))' is no feed type: types have capital letters, digits and underscores.\(hint)"], []
            )
        }
        return ([], ["The feed type \(name) is not known; it is sent all the same, for Amazon adds types.\(hint)"])
    }

    private static func noContentType(_ type: String) -> String {
        "What the content of a feed of type \(type) is must be said with the option 'contentType', for example "
            + "\"text/tab-separated-values; charset=UTF-8\"."
    }

    // MARK: Content and stores

    private static func check(
        _ text: String, _ type: String, _ problems: inout [String], _ warnings: inout [String]
    ) {
        let bytes = Int64(text.utf8.count)
        if let problem = FeedSize.problem(bytes) { problems.append(problem) }
        if let warning = FeedSize.warning(bytes) { warnings.append(warning) }
        guard bytes <= Int64(RequestAdmission.largestBody) else {
            problems.append("Write a feed as large into a file, and name that with the option 'file'.")
            return
        }
        guard type == FeedType.listings, bytes > 0 else { return }
        do throws(JobRejection) {
            try ListingsContent.check(Array(text.utf8))
        } catch {
            problems += error.problems
        }
    }

    /// The stores by id: those that were named, or the seller's.
    private static func marketplaces(
        _ named: [String], of seller: SellerDirectory.Seller
    ) -> (ids: [String], problems: [String], warnings: [String]) {
        let choice = MarketplaceChoice(named.isEmpty ? seller.marketplaces.map(\.id) : named, region: seller.region)
        var problems = choice.problems
        if choice.ids.isEmpty {
            problems.append(
                "A feed needs marketplaces: name them with the option 'marketplaces', or add them to the seller "
                    + "'\(seller.key.seller)' in the configuration.")
        }
        if choice.ids.count > 25 {
            problems.append("A feed has at most 25 marketplaces, and these are \(choice.ids.count).")
        }
        return (choice.ids, problems, choice.warnings)
    }
}
