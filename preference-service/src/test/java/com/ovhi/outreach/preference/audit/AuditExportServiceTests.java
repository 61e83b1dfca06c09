package com.ovhi.outreach.preference.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.preference.audit.chain.AuditChain;
import com.ovhi.outreach.preference.audit.chain.AuditEntry;
import com.ovhi.outreach.preference.audit.chain.ChainedEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest(schema = "ovhi_preference")
class AuditExportServiceTests {

    private static final AtomicLong ORGANIZATIONS = new AtomicLong(90_000);
    private static final int MORE_THAN_TWO_PAGES = 2_100;
    private static final Actor COMPLIANCE = new Actor("officer", null, null);

    private final AuditReading reading;
    private final AuditChain chain;
    private final TransactionTemplate transactions;
    private final long organization = ORGANIZATIONS.incrementAndGet();
    private final Instant at = SettableClock.START;

    AuditExportServiceTests(AuditReading reading, AuditChain chain, PlatformTransactionManager transactions) {
        this.reading = reading;
        this.chain = chain;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void containsEachEntryThereWasOnceWhateverArrivesMeanwhile() {
        append(MORE_THAN_TWO_PAGES, 7, number -> at.plusSeconds(number % 500));
        var seen = new ArrayList<Long>();

        reading.export(organization, everything(null), COMPLIANCE, entry -> {
            if (seen.size() % 500 == 0) {
                append(20, 7, number -> at.minusSeconds(number));
                append(20, 7, number -> at.plusSeconds(10_000 + number));
            }
            seen.add(entry.seq());
        });

        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, MORE_THAN_TWO_PAGES).boxed().toList());
    }

    @Test
    void containsOnlyWhatWasAskedForPageByPage() {
        append(MORE_THAN_TWO_PAGES, 7, at::plusSeconds);
        append(5, 8, at::plusSeconds);
        append(1_050, 7, at::minusSeconds);
        var seen = new ArrayList<ChainedEntry>();

        reading.export(organization, everything(7L), COMPLIANCE, seen::add);

        assertThat(seen)
                .hasSize(MORE_THAN_TWO_PAGES + 1_050)
                .allMatch(each -> Long.valueOf(7).equals(each.entry().patientId()))
                .extracting(ChainedEntry::seq)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void isEmptyForWhoeverHasNoEntries() {
        var seen = new ArrayList<ChainedEntry>();

        reading.export(organization, everything(null), COMPLIANCE, seen::add);

        assertThat(seen).isEmpty();
    }

    private static AuditQuery everything(@Nullable Long patient) {
        return AuditQuery.of(patient, null, null, null, null);
    }

    private void append(int count, long patient, IntFunction<Instant> happened) {
        var entries = IntStream.range(0, count)
                .mapToObj(number -> new AuditEntry(
                        UUID.randomUUID().toString(),
                        organization,
                        patient,
                        "somebody",
                        "access",
                        Map.of(),
                        null,
                        null,
                        happened.apply(number)))
                .toList();
        transactions.executeWithoutResult(status -> chain.append(entries));
    }
}
