import Yams

extension WorldReader {
    mutating func report(_ node: Node) -> World.ReportScript {
        var fields = YAMLFields(node, name: "a report")
        var script = World.ReportScript()
        script.type = fields.text("type") ?? script.type
        script.seller = fields.text("seller")
        script.times = fields.integer("times", in: 1...1_000_000)
        script.queued = fields.duration("queued")
        script.processing = fields.duration("processing")
        script.outcome = fields.choice("outcome", of: World.ReportScript.Outcome.self) ?? script.outcome
        if let node = fields.node("document") { script.document = document(node) }
        script.explanation = fields.text("explanation")
        script.minInterval = fields.duration("minInterval")
        if script.outcome == .throttle, script.minInterval == nil {
            fields.complain("a report with the outcome throttle needs minInterval, for example 30m")
        }
        problems += fields.finish()
        return script
    }

    mutating func feed(_ node: Node) -> World.FeedScript {
        var fields = YAMLFields(node, name: "a feed")
        var script = World.FeedScript()
        script.type = fields.text("type") ?? script.type
        script.seller = fields.text("seller")
        script.times = fields.integer("times", in: 1...1_000_000)
        script.queued = fields.duration("queued")
        script.processing = fields.duration("processing")
        script.outcome = fields.choice("outcome", of: World.FeedScript.Outcome.self) ?? script.outcome
        script.explanation = fields.text("explanation")
        problems += fields.finish()
        return script
    }

    mutating func query(_ node: Node) -> World.QueryScript {
        var fields = YAMLFields(node, name: "a query")
        var script = World.QueryScript()
        script.contains = fields.text("contains") ?? script.contains
        script.seller = fields.text("seller")
        script.times = fields.integer("times", in: 1...1_000_000)
        script.queued = fields.duration("queued")
        script.processing = fields.duration("processing")
        script.outcome = fields.choice("outcome", of: World.QueryScript.Outcome.self) ?? script.outcome
        script.pages = fields.integer("pages", in: 1...100_000) ?? script.pages
        script.rowsPerPage = fields.integer("rowsPerPage", in: 0...1_000_000_000) ?? script.rowsPerPage
        script.compression = fields.choice("compression", of: DocumentShape.Compression.self) ?? script.compression
        script.explanation = fields.text("explanation") ?? script.explanation
        problems += fields.finish()
        return script
    }

    private mutating func document(_ node: Node) -> DocumentShape {
        var fields = YAMLFields(node, name: "a document")
        var shape = DocumentShape()
        let (rows, bytes) = (fields.integer("rows", in: 0...1_000_000_000), fields.size("bytes"))
        if let rows { shape.size = .rows(rows) }
        if let bytes { shape.size = .bytes(bytes) }
        if rows != nil, bytes != nil { fields.complain("a document has rows or bytes, not both") }
        shape.columns = fields.texts("columns") ?? shape.columns
        if shape.columns.isEmpty { fields.complain("a document needs a column at least") }
        shape.charset = fields.choice("charset", of: DocumentShape.Charset.self)
        shape.compression = fields.choice("compression", of: DocumentShape.Compression.self) ?? shape.compression
        shape.format = fields.choice("format", of: DocumentShape.Format.self)
        problems += fields.finish()
        return shape
    }
}
