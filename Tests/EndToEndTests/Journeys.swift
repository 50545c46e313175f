import Testing

// Groups that run beside each other, each one test after the other: more at a time would only compete for the processor.

/// What the worker does with jobs.
@Suite("Worker", .serialized, .timeLimit(.minutes(5)))
enum WorkerJourneys {}

/// What people do with commands and files.
@Suite("Commands", .serialized, .timeLimit(.minutes(5)))
enum CommandJourneys {}

/// What users rely on: help, JSON and exit codes.
@Suite("Promises", .serialized, .timeLimit(.minutes(5)))
enum PromiseJourneys {}

/// A long story with many sellers, in accelerated time. It wants a machine that has little else to do.
@Suite("Scenario", .serialized, .timeLimit(.minutes(5)))
enum ScenarioJourneys {}

/// What people see and click in a browser. It wants a machine that has little else to do.
@Suite("Browser", .serialized, .timeLimit(.minutes(5)), .enabled(if: ChromeDriver.program != nil, ChromeDriver.absence))
enum BrowserJourneys {}
