package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.preference.audit.chain.PublishedCheckpoints.Reading;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        var signed = checkpoints.from(organization, 0).stream()
                .collect(Collectors.toMap(Checkpoint::seq, Function.identity()));
        reading.newest().ifPresent(each -> signed.put(each.seq(), each));
        var head = chain.head(organization).orElse(null);
        var run = new Run(organization, signed, head);
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
                run.agreed,
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
        private final Map<Long, Checkpoint> signed;
        private final AuditChain.@Nullable Head head;
        private final long end;
        private final long start;
        private final ChainWalk walk;
        private int agreed;

        Run(long organization, Map<Long, Checkpoint> signed, AuditChain.@Nullable Head head) {
            this.organization = organization;
            this.signed = signed;
            this.head = head;
            var vouched =
                    signed.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
            end = Math.max(vouched, head == null ? 0 : head.seq());
            var first = reader.first(organization).filter(this::mayBeFirst).orElse(null);
            start = first == null ? 0 : first.seq() - 1;
            walk = new ChainWalk(
                    keys,
                    reader.lookup(organization),
                    start,
                    first == null ? ChainedEntry.genesis(organization) : first.previousHash());
        }

        Optional<Finding> find() {
            return forgedCheckpoint()
                    .or(() ->
                            reader.walk(organization, end, row -> walk.step(row).or(this::disagreement)))
                    .or(this::truncation)
                    .or(this::falseHead)
                    .or(() -> reader.behindHead(organization).map(seq -> new Finding(seq, Tampering.INSERTED)));
        }

        /** Entries are missing before it, but only such as are no longer kept: they were signed that long ago. */
        private boolean mayBeFirst(ChainedEntry row) {
            var limit = clock.instant().minus(properties.retention());
            return row.seq() > 1
                    && signed.values().stream()
                            .anyMatch(each -> each.seq() >= row.seq() - 1
                                    && each.signedAt().isBefore(limit)
                                    && each.authentic(keys));
        }

        private Optional<Finding> forgedCheckpoint() {
            return signed.values().stream()
                    .filter(each -> !each.authentic(keys))
                    .map(Checkpoint::seq)
                    .min(Long::compare)
                    .map(seq -> new Finding(seq, Tampering.CHECKPOINT_FORGED));
        }

        private Optional<Finding> disagreement() {
            var checkpoint = signed.get(walk.last());
            if (checkpoint == null) {
                return Optional.empty();
            }
            if (!MessageDigest.isEqual(checkpoint.hash(), walk.lastHash())) {
                return Optional.of(new Finding(walk.last(), Tampering.REWRITTEN));
            }
            agreed++;
            return Optional.empty();
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
