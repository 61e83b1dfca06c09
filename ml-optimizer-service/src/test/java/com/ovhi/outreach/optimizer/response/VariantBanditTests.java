package com.ovhi.outreach.optimizer.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.optimizer.response.VariantBandit.Arm;
import com.ovhi.outreach.optimizer.response.VariantBandit.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantBanditTests {

    @Test
    void sharesEvenlyWhileNothingIsKnown() {
        var shares = shares(List.of(new Arm("a", 0, 0, 0), new Arm("b", 0, 0, 0), new Arm("c", 0, 0, 0)));

        assertThat(shares).allSatisfy(each -> assertThat(each.share()).isEqualTo(1.0 / 3, within(0.05)));
        assertThat(sum(shares)).isEqualTo(1, within(1e-9));
    }

    @Test
    void givesMostToTheBestAndSomethingToAll() {
        var shares = shares(List.of(new Arm("a", 500, 50, 2), new Arm("b", 500, 120, 2)));

        assertThat(shares.get(1).share()).isGreaterThan(0.9);
        assertThat(shares.get(0).share()).isGreaterThanOrEqualTo(0.05);
        assertThat(sum(shares)).isEqualTo(1, within(1e-9));
    }

    /** Eight of twenty against three may well be luck: one in twenty-five such worse wordings is the better one. */
    @Test
    void countsAFewMessagesOnce() {
        var shares = shares(List.of(new Arm("a", 20, 8, 0), new Arm("b", 20, 3, 0)));

        assertThat(shares.get(1).share()).isBetween(0.05 + 0.9 * 0.02, 0.05 + 0.9 * 0.08);
        assertThat(shares.get(0).rate()).isEqualTo(9.0 / 22, within(1e-9));
    }

    @Test
    void countsAFewMessagesOnceWhereTheCohortIsNearlyEverybody() {
        var cohort = List.of(new Arm("a", 20, 8, 0), new Arm("b", 20, 3, 0));

        var shares = VariantBandit.shares(cohort, List.of(new Arm("a", 21, 8, 0), new Arm("b", 21, 3, 0)), 1);

        assertThat(shares.get(1).share()).isGreaterThan(0.05 + 0.9 * 0.02);
    }

    /** They are counted one after the other, and something may happen in between. */
    @Test
    void takesACohortThatIsOneAheadOfEverybody() {
        var shares = VariantBandit.shares(
                List.of(new Arm("a", 20, 8, 0), new Arm("b", 20, 3, 0)),
                List.of(new Arm("a", 19, 7, 0), new Arm("b", 20, 2, 0)),
                1);

        assertThat(sum(shares)).isEqualTo(1, within(1e-9));
    }

    @Test
    void closesWhatDrivesPatientsAway() {
        var shares = shares(List.of(new Arm("a", 500, 50, 1), new Arm("b", 500, 200, 30)));

        assertThat(shares.get(1))
                .matches(Share::closed)
                .extracting(Share::share)
                .isEqualTo(0.0);
        assertThat(shares.get(0).share()).isEqualTo(1, within(1e-9));
    }

    @Test
    void closesEachThatDrivesPatientsAway() {
        var shares = shares(List.of(new Arm("a", 500, 50, 3), new Arm("b", 500, 200, 30), new Arm("c", 500, 200, 30)));

        assertThat(shares).extracting(Share::closed).containsExactly(false, true, true);
    }

    /** Nobody has left because of the first yet; that makes the others no worse than they are. */
    @Test
    void closesNothingBecauseAnotherWasLucky() {
        assertThat(shares(
                        List.of(new Arm("a", 400, 100, 0), new Arm("b", 1_500, 400, 9), new Arm("c", 1_500, 400, 10))))
                .noneMatch(Share::closed);
    }

    @Test
    void closesNothingOnAFewMessages() {
        assertThat(shares(List.of(new Arm("a", 20, 2, 0), new Arm("b", 20, 2, 4))))
                .noneMatch(Share::closed);
    }

    /** All are as bad: the gentlest stays, or nobody would hear anything. */
    @Test
    void neverClosesAll() {
        assertThat(shares(List.of(new Arm("a", 100, 10, 90), new Arm("b", 100, 10, 90))))
                .anyMatch(each -> !each.closed());
    }

    @Test
    void drawsASmallCohortTowardsEverybody() {
        var everybody = List.of(new Arm("a", 1_000, 100, 1), new Arm("b", 1_000, 300, 1));

        var shares = VariantBandit.shares(List.of(new Arm("a", 1, 1, 0), new Arm("b", 1, 0, 0)), everybody, 1);

        assertThat(shares.get(1).share()).isGreaterThan(shares.get(0).share());
    }

    @Test
    void isTheSameForTheSameSeed() {
        var arms = List.of(new Arm("a", 10, 3, 0), new Arm("b", 10, 4, 0));

        assertThat(VariantBandit.shares(arms, arms, 9)).isEqualTo(VariantBandit.shares(arms, arms, 9));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Arm("a", 1, 2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Arm("a", Double.NaN, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VariantBandit.shares(List.of(), List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Share> shares(List<Arm> arms) {
        return VariantBandit.shares(arms, arms, 1);
    }

    private static double sum(List<Share> shares) {
        return shares.stream().mapToDouble(Share::share).sum();
    }
}
