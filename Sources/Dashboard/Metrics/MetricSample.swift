/// One value of one metric at the moment of a scrape.
package struct MetricSample: Sendable, Hashable {
    package let name: MetricName
    /// The labels' values, in the order of the metric's labels.
    package let labels: [String]
    package let value: MetricValue

    package init(_ name: MetricName, _ labels: [String], _ value: MetricValue) {
        self.name = name
        self.labels = labels
        self.value = value
    }

    /// A number with labels.
    package init(_ name: MetricName, _ labels: [String], _ value: Double) { self.init(name, labels, .number(value)) }

    /// A number without labels.
    package init(_ name: MetricName, _ value: Double) { self.init(name, [], .number(value)) }
}

/// What a metric has come to.
package enum MetricValue: Sendable, Hashable {
    case number(Double)
    /// How many values fell into each bucket, the one without a bound last, and their sum.
    case distribution(counts: [Int], sum: Double)
}
