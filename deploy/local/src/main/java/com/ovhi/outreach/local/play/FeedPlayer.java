package com.ovhi.outreach.local.play;

import com.ovhi.outreach.local.check.SuiteCheck;
import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import com.ovhi.outreach.local.check.evidence.FeedPosition;
import com.ovhi.outreach.local.check.evidence.KafkaView;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays a feed into the running suite at accelerated time, tells what becomes of it, and has the result checked. */
public final class FeedPlayer {

    private static final int MOST_TRIES = 8;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PlayOptions options;
    private final PrintStream out;
    private final SuiteConnection suite;
    private final Feed feed;
    private final SuiteClock clock;

    private FeedPlayer(PlayOptions options, PrintStream out) throws IOException {
        this.options = options;
        this.out = out;
        suite = SuiteConnection.of(options.folder())
                .orElseThrow(() -> new PlayFailure(
                        "No suite was started in " + options.folder() + ". Start it in another terminal: deploy/up"));
        feed = Feed.read(options.feed());
        clock = new SuiteClock(suite.clockFile(), Clock.systemUTC());
    }

    /** Plays and exits: 0 when all is well. */
    public static void main(String[] args) {
        var out = System.out;
        try {
            var options = PlayOptions.parse(args);
            if (options.help()) {
                out.print(PlayOptions.USAGE);
                return;
            }
            System.exit(new FeedPlayer(options, out).run() ? 0 : 1);
        } catch (PlayFailure e) {
            out.println(e.getMessage());
        } catch (IOException e) {
            out.println("The feed cannot be played: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(1);
    }

    private boolean run() throws IOException, InterruptedException {
        requireSuite();
        var position = startingPosition();
        makeTopics();
        var slowDown = new Thread(() -> clock.go(1), "slow-down");
        Runtime.getRuntime().addShutdownHook(slowDown);
        try {
            return play(position);
        } finally {
            clock.go(1);
        }
    }

    private void requireSuite() {
        var api = new SimulatorsApi(suite.simulators());
        var silent = suite.services().entrySet().stream()
                .filter(service -> !api.ready(service.getValue()))
                .map(service -> service.getKey() + " (" + service.getValue() + ")")
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            throw new PlayFailure(
                    "The suite does not run; no answer from " + silent + ". Start it in another terminal: deploy/up");
        }
    }

    private FeedPosition startingPosition() throws IOException {
        var known = FeedPosition.read(suite.folder());
        if (known.isPresent()) {
            out.println("Going on after event " + known.get().published() + " of "
                    + feed.events().size());
            return known.get();
        }
        var first = feed.events().getFirst().time();
        if (clock.instant().isAfter(first)) {
            throw new PlayFailure(
                    "The suite's clock shows " + clock.instant() + ", later than the first event of the feed (" + first
                            + "), and clocks are not turned back. Stop the suite and start it afresh: deploy/up --fresh");
        }
        return FeedPosition.NONE;
    }

    private void makeTopics() throws IOException, InterruptedException {
        var topics = feed.events().stream().map(FeedEvent::topic).collect(Collectors.toSet());
        var tries = 1;
        try (var kafka = new KafkaView(suite.kafka())) {
            while (!made(kafka, topics, tries)) {
                tries++;
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean made(KafkaView kafka, Set<String> topics, int tries) throws IOException {
        try {
            kafka.ensure(topics);
            return true;
        } catch (IOException e) {
            if (tries == MOST_TRIES) {
                throw e;
            }
            out.println("Kafka does not answer; trying again.");
            return false;
        }
    }

    private boolean play(FeedPosition position) throws IOException, InterruptedException {
        var until = options.until();
        var part = until == null ? feed : feed.until(until);
        var ended = true;
        try (var kafka = new KafkaView(suite.kafka());
                var tempo = new Tempo(clock, kafka::lag, options.speed());
                var publisher = new FeedPublisher(suite.kafka(), tempo::hold);
                var summary = new Summary(suite);
                var stillness = new Stillness(suite, clock, out)) {
            var playing = new Playing(part, position, suite.folder(), clock, publisher, options.speed());
            try (var screen = new Screen(out, Screen.isTerminal(), () -> lines(playing, summary))) {
                tempo.start();
                screen.start();
                playing.play();
                if (until == null) {
                    screen.say("All events are published; the clock runs on until nothing waits any more.");
                    ended = stillness.awaitEnd();
                } else {
                    playing.runOnTo(until);
                }
                tempo.end();
                ended &= stillness.awaitCalm();
                screen.show();
            }
        }
        return options.check() ? SuiteCheck.run(suite, feed, out) && ended : ended;
    }

    private List<String> lines(Playing playing, Summary summary) {
        var published = playing.published();
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(Summary.line(
                "suite time", clock.instant().truncatedTo(ChronoUnit.SECONDS) + " (" + clock.speed() + " x)"));
        lines.add(Summary.line(
                "events published", published + " of " + feed.events().size()));
        var booked = feed.first(published).ofType("appointment.booked").count();
        lines.add(Summary.line("appointments booked", Long.toString(booked)));
        lines.addAll(summary.lines());
        return lines;
    }
}
