# Jobs that do nothing, put in a thousand at a time and worked off in this process. Usage: sidekiq.rb SOCKET JOBS
require "json"
require "sidekiq"
require "sidekiq/cli"
require "sidekiq/launcher"

# Debian's client of Redis warns of what Debian's Sidekiq asks it, at every job; that would be measured too.
Redis.silence_deprecations = true if Redis.respond_to?(:silence_deprecations=)

socket, jobs = ARGV[0], Integer(ARGV[1])
connection = {path: socket, size: 15}
Sidekiq.configure_server { |config| config.redis = connection }
Sidekiq.redis = connection
Sidekiq.logger.level = Logger::FATAL

# Counts the jobs that have been run.
module Tally
  LOCK = Mutex.new
  FULL = ConditionVariable.new
  @left = 0

  class << self
    attr_accessor :left

    def one
      LOCK.synchronize do
        @left -= 1
        FULL.signal if @left.zero?
      end
    end

    def wait(seconds)
      LOCK.synchronize { FULL.wait(LOCK, seconds) if @left.positive? }
    end
  end
end

class Nothing
  include Sidekiq::Worker

  def perform(_number)
    Tally.one
  end
end

def seconds
  Process.clock_gettime(Process::CLOCK_MONOTONIC)
end

Tally.left = jobs
start = seconds
(0...jobs).each_slice(1000) { |numbers| Sidekiq::Client.push_bulk("class" => Nothing, "args" => numbers.map { |n| [n] }) }
enqueue = seconds - start

options = Sidekiq.options.merge(queues: ["default"], concurrency: 10, timeout: 5)
launcher = Sidekiq::Launcher.new(options)
start = seconds
launcher.run
Tally.wait(300)
work = seconds - start
abort "sidekiq left #{Tally.left} of #{jobs} jobs after five minutes" unless Tally.left.zero?
version = Sidekiq.redis { |redis| redis.info["redis_version"] }
launcher.stop
puts JSON.generate(
  peer: "Sidekiq #{Sidekiq::VERSION}", store: "Redis #{version}", kind: "queue", jobs: jobs,
  enqueuePerSecond: jobs / enqueue, workPerSecond: jobs / work,
  note: "Ruby #{RUBY_VERSION}, 10 threads; 1,000 at a time, kept in memory and in snapshots"
)
