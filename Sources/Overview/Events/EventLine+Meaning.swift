import JobModel
import JobStore

extension EventLine {
    /// What an event means to somebody who sees its kind for the first time.
    package var meaning: String {
        switch event.kind {
        case "suspected": "Refused for the first time; its jobs wait for a second try"
        case "revoked": "Refused again, so the authorization is taken for revoked; its jobs are parked"
        case "misconfigured" where event.failure?.kind == "secret.notConfigured":
            "Not among the sellers any more; its jobs wait until it is back"
        case "misconfigured": "Its credentials cannot be had or belong to another application; its jobs are parked"
        case "restored": "Active again; its jobs go on"
        case "secretChanged": "Another refresh token is in use"
        case "sellerPaused": "Paused"
        case "sellerResumed": "Resumed"
        case "sellerProbed": "Tried anew by hand"
        case "sellerAdded": "Added to the configuration"
        case "sellerRemoved": "Removed from the configuration"
        case "renewalDue": "Renewal"
        case "accessTrouble": "Operations are denied"
        case "hookGivenUp": "Somebody could not be told"
        case "schedulePaused": "A definition is paused; it does not fire for this seller"
        case "scheduleResumed": "A definition fires again"
        case "scheduleRun": "A definition was run by hand"
        case "cursorSet": "A definition's cursor was set; the next job goes on from there"
        case "scheduleRejected": "A definition has fired for nothing"
        case "jobsEnqueued": "Jobs were put in by hand"
        case "jobsRetried": "Jobs were reopened"
        case "jobsCancelled": "Jobs were called off"
        case "lanesPaused": "Lanes are paused; their jobs wait"
        case "lanesResumed": "Lanes go on"
        case "lanesReset": "Lanes were reset; their next calls may be throttled"
        default: event.kind
        }
    }
}
