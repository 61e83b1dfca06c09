package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.preference.audit.chain.PublishedCheckpoints.Reading;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifies the chain of an organisation against the key, the signed checkpoints and their published copy. Entries
 * appended meanwhile are left for the next time.
 */
@Component
public class Verification {

    private final ChainReader reader;
    private final AuditChain chain;
    private final Checkpoints checkpoints;
    private final PublishedCheckpoints published;
    private final AuditKeys keys;
    private final AuditProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;

    Verification(
            ChainReader reader,
            AuditChain chain,
            Checkpoints checkpoints,
            PublishedCheckpoints published,
            AuditKeys keys,
            AuditProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.reader = reader;
        this.chain = chain;
        this.checkpoints = checkpoints;
        this.published = published;
        this.keys = keys;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    /** @param organization 0 for the entries that belong to none */
    public Verdict verify(long organization) {
        var begin = System.nanoTime();
        var reading = published.newest(organization);
        var run = new Run(organization, reading.newest());
        var finding = run.find().orElse(null);
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        meters.counter(
                        "outreach.audit.verifications",
                        "result",
                        finding == null ? "intact" : finding.kind().code())
                .increment();
        return verdict(run, reading, finding, millis);
    }

    private Verdict verdict(Run run, Reading reading, @Nullable Finding finding, long millis) {
        return new Verdict(
                finding == null,
                run.start + 1,
                run.walk.last(),
                run.walk.last() - run.start,
                run.places.agreed(),
                reading.newest().map(Checkpoint::seq).orElse(null),
                reading.read(),
                finding == null ? null : finding.seq(),
                finding == null ? null : finding.kind(),
                clock.instant(),
                millis);
    }

    /** One verification. */
    private final class Run {

        private final long organization;
        private final List<Checkpoint> newest;
        private final AuditChain.@Nullable Head head;
        private final long end;
        private final long start;
        private final ChainWalk walk;
        private final SignedPlaces places;

        Run(long organization, Optional<Checkpoint> published) {
            this.organization = organization;
            newest = Stream.concat(checkpoints.newest(organization).stream(), published.stream())
                    .toList();
            head = chain.head(organization).orElse(null);
            end = Stream.concat(
                            newest.stream().map(Checkpoint::seq),
                            Stream.ofNullable(head).map(AuditChain.Head::seq))
                    .max(Long::compare)
                    .orElse(0L);
            var first = reader.first(organization).filter(this::mayBeFirst).orElse(null);
            start = first == null ? 0 : first.seq() - 1;
            walk = new ChainWalk(
                    keys,
                    reader.lookup(organization),
                    start,
                    first == null ? ChainedEntry.genesis(organization) : first.previousHash());
            places = new SignedPlaces(checkpoints, keys, organization, published, start);
        }

        Optional<Finding> find() {
            return reader.walk(organization, end, row -> walk.step(row).or(this::disagreement))
                    .or(this::forgedCheckpoint)
                    .or(this::truncation)
                    .or(this::falseHead)
                    .or(() -> reader.behindHead(organization).map(seq -> new Finding(seq, Tampering.INSERTED)));
        }

        /** Entries are missing before it, but only such as are no longer kept: they were signed that long ago. */
        private boolean mayBeFirst(ChainedEntry row) {
            var limit = clock.instant().minus(properties.retention());
            return row.seq() > 1
                    && checkpoints
                            .covering(organization, row.seq() - 1)
                            .filter(each -> each.signedAt().isBefore(limit))
                            .filter(each -> each.authentic(keys))
                            .isPresent();
        }

        private Optional<Finding> disagreement() {
            return places.objection(walk.last(), walk.lastHash());
        }

        /** What vouches for the end must be ours. */
        private Optional<Finding> forgedCheckpoint() {
            return newest.stream()
                    .filter(each -> !each.authentic(keys))
                    .map(each -> new Finding(each.seq(), Tampering.CHECKPOINT_FORGED))
                    .findFirst();
        }

        private Optional<Finding> truncation() {
            return walk.last() < end
                    ? Optional.of(new Finding(walk.last() + 1, Tampering.TRUNCATED))
                    : Optional.empty();
        }

        /** The head names another entry than the one that stands there. */
        private Optional<Finding> falseHead() {
            return head == null || (head.seq() == walk.last() && MessageDigest.isEqual(head.hash(), walk.lastHash()))
                    ? Optional.empty()
                    : Optional.of(new Finding(head.seq() + 1, Tampering.HEAD_FORGED));
        }
    }
}
