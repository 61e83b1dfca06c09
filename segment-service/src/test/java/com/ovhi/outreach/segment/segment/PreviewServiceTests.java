package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.population.Selections;
import com.ovhi.outreach.segment.segment.Previews.Preview;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A large population is counted by a sample that tells how far off it may be. */
@ServiceTest(schema = "ovhi_segment")
class PreviewServiceTests {

    private static final Viewer SOMEBODY = new Viewer("somebody", false, null, null);
    private static final int PATIENTS = 5_000;
    private static final long FIRST = 6_000_000;
    private static final String THIRD = "{\"==\": [{\"var\": \"language\"}, \"es\"]}";

    private final Previews small;
    private final Previews large;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final long organization = OvhiFeed.id();

    PreviewServiceTests(
            RuleChecks checks,
            Selections selections,
            Population population,
            AccessTrail trail,
            JdbcTemplate jdbc,
            TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        small = new Previews(
                checks, selections, population, trail, transactions, new PreviewProperties(50_000, 20, 100));
        large = new Previews(
                checks, selections, population, trail, transactions, new PreviewProperties(1_000, 100, 200));
    }

    @Test
    void estimatesALargePopulationAndCountsItWhenAsked() {
        transactions.executeWithoutResult(status -> jdbc.batchUpdate(
                "INSERT INTO patients (patient_id, organization_id, registered_at, language)"
                        + " VALUES (?, ?, CURRENT_TIMESTAMP(6), ?)",
                LongStream.range(FIRST, FIRST + PATIENTS).boxed().toList(),
                PATIENTS,
                (row, patient) -> {
                    row.setLong(1, patient);
                    row.setLong(2, organization);
                    row.setString(3, patient % 3 == 0 ? "es" : "en");
                }));
        var third = count(FIRST);

        var counted = preview(small, false);
        assertThat(counted)
                .extracting(Preview::count, Preview::population, Preview::exact, Preview::margin)
                .containsExactly(third, (long) PATIENTS, true, 0L);

        var estimated = preview(large, false);
        assertThat(estimated.exact()).isFalse();
        assertThat(estimated.population()).isBetween(PATIENTS * 4L / 5, PATIENTS * 6L / 5);
        assertThat(estimated.margin()).isBetween(1L, third);
        assertThat(Math.abs(estimated.count() - third)).isLessThanOrEqualTo(2 * estimated.margin());
        assertThat(estimated.samplePatientIds())
                .hasSize(10)
                .allSatisfy(each -> assertThat(each % 3).isZero())
                .isSorted();

        assertThat(preview(large, true))
                .extracting(Preview::count, Preview::exact)
                .containsExactly(third, true);
    }

    private static long count(long first) {
        return LongStream.range(first, first + PATIENTS)
                .filter(each -> each % 3 == 0)
                .count();
    }

    private Preview preview(Previews previews, boolean exact) {
        return previews.preview(organization, ContractJson.mapper().readTree(THIRD), exact, SOMEBODY);
    }

    @Test
    void whatIsShownIsAPageOfWhoIsMeant() {
        assertThat(preview(small, false).samplePatientIds()).isEqualTo(List.of());
    }
}
