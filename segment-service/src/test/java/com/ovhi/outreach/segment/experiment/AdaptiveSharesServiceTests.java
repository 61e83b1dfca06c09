package com.ovhi.outreach.segment.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.segment.OvhiFeed;
import com.ovhi.outreach.segment.experiment.VariantApi.Share;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** From what the optimiser says to who gets what. */
@ServiceTest(schema = "ovhi_segment")
class AdaptiveSharesServiceTests {

    private static final Map<String, Integer> BY_WEIGHTS = Map.of("a", 1, "b", 1);

    private final Experiments experiments;
    private final TransactionOperations transactions;
    private final FakeService optimizer = FakeService.start();
    private final AdaptiveShares shares;
    private long campaign;

    AdaptiveSharesServiceTests(Experiments experiments, TransactionOperations transactions, MeterRegistry meters) {
        this.experiments = experiments;
        this.transactions = transactions;
        var client = RestClientAdapter.create(RestClient.create(optimizer.url()));
        shares = new AdaptiveShares(
                experiments,
                HttpServiceProxyFactory.builderFor(client).build().createClient(VariantApi.class),
                transactions,
                meters);
    }

    @BeforeEach
    void begin() {
        campaign = OvhiFeed.id();
        run(true);
    }

    @AfterEach
    void end() {
        transactions.executeWithoutResult(_ -> experiments.end(campaign));
        optimizer.close();
    }

    private void run(boolean adaptive) {
        var design = new Design(List.of(variant("a"), variant("b")), null, null, null, null, null, adaptive);
        transactions.executeWithoutResult(_ -> experiments.run(campaign, 16, design, SettableClock.START));
    }

    @Test
    void whoIsNewIsDrawnByWhatWasLearned() {
        learned("""
                [{"variant":"a","share":0.25,"rate":0.1,"closed":false},{"variant":"b","share":0.75,"rate":0.4,"closed":false}]""");

        assertThat(weights()).isEqualTo(Map.of("a", 50, "b", 150));
        assertThat(optimizer.requests())
                .filteredOn(each -> each.query().contains("campaign_id=" + campaign))
                .singleElement()
                .satisfies(each -> assertThat(each.query())
                        .isEqualTo("organization_id=16&campaign_id=" + campaign + "&variant=a&variant=b"));
    }

    @Test
    void sharesStayWhileTheOptimiserIsAwayOrSaysNonsense() {
        learned("[{\"variant\":\"a\",\"share\":0.25},{\"variant\":\"b\",\"share\":0.75}]");
        for (var nonsense : List.of(
                "[{\"variant\":\"a\",\"share\":7},{\"variant\":\"b\",\"share\":0}]",
                "[{\"variant\":\"a\",\"share\":0},{\"variant\":\"b\",\"share\":0}]",
                "[{\"variant\":\"a\",\"share\":0.5},{\"variant\":\"c\",\"share\":0.5}]",
                "{\"a\":")) {
            learned(nonsense);
            assertThat(weights()).as(nonsense).isEqualTo(Map.of("a", 50, "b", 150));
        }
        optimizer.answer("GET", "/api/v1/variants", 503, "{}");
        shares.run();
        assertThat(weights()).isEqualTo(Map.of("a", 50, "b", 150));
    }

    @Test
    void theWeightsCountAgainWhereNothingLearnedShallBeUsed() {
        learned("[{\"variant\":\"a\",\"share\":0.25},{\"variant\":\"b\",\"share\":0.75}]");
        learned("[]");

        assertThat(weights()).isEqualTo(BY_WEIGHTS);
    }

    /** Its variants may have become others under the same names. */
    @Test
    void theWeightsCountAgainWhenItBeginsWithADesign() {
        learned("[{\"variant\":\"a\",\"share\":0.25},{\"variant\":\"b\",\"share\":0.75}]");
        run(true);

        assertThat(weights()).isEqualTo(BY_WEIGHTS);
    }

    @Test
    void nobodyIsAskedAboutAnExperimentWhoseSharesAreFixed() {
        run(false);

        learned("[{\"variant\":\"a\",\"share\":0.25},{\"variant\":\"b\",\"share\":0.75}]");

        assertThat(weights()).isEqualTo(BY_WEIGHTS);
        assertThat(optimizer.requests()).noneMatch(each -> each.query().contains("campaign_id=" + campaign));
    }

    @Test
    void whoGetsSomethingGetsOnePercentAtLeast() {
        var names = List.of("a", "b", "c");

        assertThat(AdaptiveShares.percents(
                        names, List.of(new Share("a", 0.0001), new Share("b", 0.9999), new Share("c", 0))))
                .isEqualTo(Map.of("a", 1, "b", 100, "c", 0));
        assertThat(AdaptiveShares.percents(names, List.of())).isEmpty();
        assertThatThrownBy(() -> AdaptiveShares.percents(names, List.of(new Share("a", Double.NaN))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AdaptiveShares.percents(names, List.of(new Share("a", 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void learned(String answer) {
        optimizer.answer("GET", "/api/v1/variants", 200, answer);
        shares.run();
    }

    private Map<String, Integer> weights() {
        return Objects.requireNonNull(
                        transactions.execute(_ -> experiments.of(campaign).orElseThrow()))
                .weights();
    }

    private static Variant variant(String name) {
        return new Variant(name, 1, null, null, null, null, null);
    }
}
