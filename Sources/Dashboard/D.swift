import Hummingbird
import Metrics
import Mustache
package enum D {}
