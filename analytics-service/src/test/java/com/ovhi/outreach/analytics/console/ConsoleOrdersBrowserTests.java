package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.Chromium;
import com.ovhi.outreach.common.testing.FakeService.Request;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Orders that cannot be taken back, given in a real browser. */
@ServiceTest(schema = "ovhi_analytics")
class ConsoleOrdersBrowserTests implements Outside {

    private final Visitor visitor;
    private final int port;
    private @Nullable Screen started;

    ConsoleOrdersBrowserTests(TestTokens tokens, @LocalServerPort int port) {
        visitor = new Visitor(port, tokens);
        this.port = port;
    }

    @BeforeEach
    void forget() {
        Chromium.missing().ifPresent(why -> Assumptions.abort("The browser test is skipped: " + why));
        SERVICES.reset();
    }

    @AfterEach
    void close() {
        visitor.close();
        if (started != null) {
            started.close();
        }
    }

    @Test
    void aSecondPersonApprovesWhatTheyHaveSeen() {
        openCampaign("compliance");
        assertThat(screen().row("error")).isEqualTo("error – A second person has to approve it");
        assertThat(screen().text()).contains("for 6,100 patients now").doesNotContain("Activate");
        screen().check("campaign-approval");

        screen().click("Approve version 2");
        screen().see("Approved: it may go to that many.");

        assertThat(ordered("/approve").query()).isEqualTo("rules=0191f0c4-0000-5000-8000-000000000002&version=2");
        assertThat(screen().text()).doesNotContain("Approve version 2");
    }

    @Test
    void whoeverGoesOnSaysInWhoseWords() {
        openCampaign("campaign-manager");

        screen().click("Activate, who is in it stays on version 1");
        screen().see("Active.");

        assertThat(ordered("/activate").query()).isEqualTo("move=false");
    }

    @Test
    void completesACampaignWhenSomebodyIsSure() {
        openCampaign("campaign-manager");

        screen().click("Complete");
        screen().sure("it cannot go on", false);
        assertThat(SERVICES.requests()).noneMatch(each -> each.path().endsWith("/complete"));
        screen().click("Complete");
        screen().sure("it cannot go on", true);
        screen().see("Completed: nothing more is asked for.");

        ordered("/complete");
    }

    @Test
    void aCampaignCanBeCalledOffThoughNobodyCanSayWhatStandsAgainstIt() {
        Scenes.campaigns();
        SERVICES.answer("GET", "/api/v1/campaigns/5/report", 503, "{\"detail\":\"The patients cannot be counted\"}");
        start("campaign-manager");
        screen().open("campaigns", "840 of 1,200 patients");
        screen().click("Flu shots");
        screen().see("The patients cannot be counted");
        assertThat(screen().text())
                .as("nobody approves what they have not seen")
                .doesNotContain("Approve version");

        screen().click("Call off");
        screen().sure("it cannot go on", true);
        screen().see("Called off.");

        ordered("/cancel");
    }

    @Test
    void showsWhoOnlyLooksNoSwitch() {
        openCampaign("clinic-staff");

        assertThat(screen().text()).doesNotContain("Activate", "Complete", "Call off", "Approve version");
    }

    /** What is noted teaches the classifier, so nothing may be noted by leaving things as they are. */
    @Test
    void notesNothingThatNobodyChose() {
        openReply();

        screen().click("Note");
        screen().see("Choose what was meant first.");
        screen().choose("label", "question");
        screen().click("Note");
        screen().see("Noted.");

        assertThat(ordered("/label").body()).isEqualTo("{\"intent\":\"question\"}");
    }

    @Test
    void saysThatAStopOptsOutAtOnce() {
        openReply();

        screen().choose("label", "stop");
        screen().click("Note");
        screen().sure("opts the patient out at once", false);
        assertThat(SERVICES.requests()).noneMatch(each -> each.path().endsWith("/label"));
        screen().click("Note");
        screen().sure("opts the patient out at once", true);
        screen().see("Noted: the patient is opted out.");

        assertThat(ordered("/label").body()).isEqualTo("{\"intent\":\"stop\"}");
    }

    @Test
    void handsAReplyOverToAColleague() {
        openReply();

        screen().click("Hand over");
        screen().see("Choose a colleague first.");
        screen().choose("to", "omar");
        screen().click("Hand over");
        screen().see("Handed over to omar.");

        assertThat(ordered("/assign").body()).isEqualTo("{\"to\":\"omar\"}");
        // It cannot be handed to whoever has it already.
        assertThat(screen().choices("to")).containsExactly("", "nora");
        screen().check("inbox-handed-over");
    }

    /** A service that is older than the console knows no colleagues; an emergency must be read all the same. */
    @Test
    void aReplyIsSeenThoughWhatStandsBesideItIsRefused() {
        Scenes.inbox();
        SERVICES.answer("GET", "/api/v1/inbox/colleagues", 404, "{\"detail\":\"There is no such thing\"}");
        SERVICES.answer("GET", "/api/v1/inbox/counts", 503, "{\"detail\":\"Try again in a moment\"}");
        start("clinic-staff");
        screen().open("inbox", "no answer known");
        screen().see("How much waits cannot be told right now.");

        screen().click("Urgent: question, 000001");

        screen().see(Scenes.TEXT);
        assertThat(screen().text()).contains("What was meant").doesNotContain("Hand over");
        screen().click("Claim");
        screen().see("Claimed: it is yours.");
    }

    @Test
    void offersTemplatesWhereWhatsAppTakesNoFreeText() {
        openReply();
        Scenes.closedWindow();
        screen().click("Claim");
        screen().see("Send answer");
        assertThat(screen().text()).doesNotContain("Send the template instead");
        screen().type("answer", "Yes, at nine.");
        screen().click("Send answer");
        screen().see("Send the template instead: call us");

        screen().click("Send the template instead: call us");
        screen().see("The template is asked for");

        var orders = SERVICES.requests().stream()
                .filter(each -> each.path().endsWith("/answer"))
                .toList();
        assertThat(orders).hasSize(2);
        assertThat(orders.getLast().body()).isEqualTo("{\"template\":\"call-us\"}");
        assertThat(orders.getLast().headers().get("Idempotency-Key"))
                .isNotNull()
                .isNotEqualTo(orders.getFirst().headers().get("Idempotency-Key"));
    }

    @Test
    void showsHowMuchWaitsAndOnlyWhatWasAskedFor() {
        Scenes.inbox();
        start("clinic-staff");
        screen().open("inbox", "1,742");
        assertThat(screen().row("Urgent: question")).contains("es-MX");

        screen().choose("urgent", "true");
        screen().choose("language", "es");
        screen().click("Show");

        await().atMost(Screen.PATIENCE)
                .untilAsserted(() -> assertThat(SERVICES.requests())
                        .filteredOn(each -> each.path().equals("/api/v1/inbox"))
                        .last()
                        .extracting(Request::query)
                        .asString()
                        .contains("urgent=true", "language=es", "state=open")
                        .doesNotContain("claimed="));
    }

    private void openCampaign(String role) {
        Scenes.campaigns();
        start(role);
        screen().open("campaigns", "840 of 1,200 patients");
        screen().click("Flu shots");
        screen().see("left segment");
    }

    private void openReply() {
        Scenes.inbox();
        start("clinic-staff");
        screen().open("inbox", "no answer known");
        screen().click("Urgent: question, 000001");
        screen().see(Scenes.TEXT);
    }

    private void start(String role) {
        visitor.signIn(role);
        started = new Screen(port, visitor.cookie().getValue());
    }

    /** The one order of its kind. */
    private static Request ordered(String end) {
        var orders = SERVICES.requests().stream()
                .filter(each -> each.method().equals("POST"))
                .filter(each -> each.path().endsWith(end))
                .toList();
        assertThat(orders).hasSize(1);
        return orders.getFirst();
    }

    private Screen screen() {
        return Objects.requireNonNull(started);
    }
}
