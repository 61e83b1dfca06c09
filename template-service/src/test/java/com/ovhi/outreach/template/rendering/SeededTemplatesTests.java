package com.ovhi.outreach.template.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.catalog.Wanted;
import com.ovhi.outreach.template.wording.SmsSegments;
import com.ovhi.outreach.template.wording.SmsSegments.Encoding;
import com.ovhi.outreach.template.wording.WordingRules;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The templates that come with the suite, filled with the longest usual values. */
@ServiceTest(schema = "ovhi_template")
class SeededTemplatesTests {

    private static final long ORGANIZATION = 15;
    private static final String CLINIC = "Massachusetts Community Clinics";
    private static final String PHONE = "(617) 555-0000";
    private static final Map<String, String> CALL = Map.of("clinic_name", CLINIC, "clinic_phone", PHONE);
    private static final Map<String, String> ENGLISH_VISIT =
            Map.of("clinic_name", CLINIC, "clinic_phone", PHONE, "visit_date", "Wed, Mar 25", "visit_time", "10:30 AM");
    private static final Map<String, String> SPANISH_VISIT = Map.of(
            "clinic_name", CLINIC, "clinic_phone", PHONE, "visit_date", "25 de marzo", "visit_time", "10:30 a. m.");
    private static final Map<String, String> PORTAL = Map.of(
            "clinic_name",
            CLINIC,
            "clinic_phone",
            PHONE,
            "portal_url",
            "https://portal.example.org/m/k2JhVw9xQb4tLr7y0aZc_d");

    private final Rendering rendering;
    private final TemplateCatalog catalog;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    SeededTemplatesTests(
            Rendering rendering, TemplateCatalog catalog, JdbcClient jdbc, TransactionTemplate transactions) {
        this.rendering = rendering;
        this.catalog = catalog;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    static Stream<Arguments> all() {
        return Stream.of("en", "es")
                .flatMap(language -> Arrays.stream(Purpose.values())
                        .flatMap(purpose -> Arrays.stream(Channel.values())
                                .map(channel -> Arguments.of(purpose, channel, language))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void couldBeSavedByStaff(Purpose purpose, Channel channel, String language) {
        var template = catalog.forSending(new Wanted(ORGANIZATION, null, null, purpose, channel, language, null))
                .template();

        WordingRules.check(purpose, template.wording());

        assertThat(template.wording().language()).isEqualTo(language);
        assertThat(template.shared()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void rendersWithUsualValuesAndNothingMore(Purpose purpose, Channel channel, String language) {
        var message = render(purpose, channel, language);

        assertThat(message.text()).contains(CLINIC, PHONE).doesNotContain("{{", "}}");
        assertThat(message.marketing()).isEqualTo(purpose.marketing());
        switch (channel) {
            case SMS -> assertGoodSms(message, purpose, language);
            case EMAIL -> assertGoodEmail(message, language);
            case WHATSAPP -> assertGoodWhatsApp(message, purpose, language);
        }
    }

    private static void assertGoodSms(RenderedMessage message, Purpose purpose, String language) {
        assertThat(SmsSegments.of(message.text()).encoding()).isEqualTo(Encoding.GSM_7);
        assertThat(message.segments()).isLessThanOrEqualTo(language.equals("en") ? 1 : 2);
        assertThat(message.text()).contains("STOP").doesNotContainIgnoringCase("cancel");
        if (asksForAnAnswer(purpose)) {
            assertThat(message.text())
                    .contains(
                            language.equals("en")
                                    ? "Reply 1 to confirm, 2 to reschedule, 3 if you can't come."
                                    : "Responda 1 para confirmar, 2 para cambiarla, 3 si no puede venir.");
        }
    }

    private static void assertGoodEmail(RenderedMessage message, String language) {
        assertThat(message.subject()).isNotBlank().hasSizeLessThanOrEqualTo(78).doesNotContain("{{");
        assertThat(message.html())
                .startsWith("<!DOCTYPE html><html lang=\"" + language + "\">")
                .contains("<title>", "<main>", PHONE)
                .doesNotContain("{{", "<img", "<script");
        assertNoVisitTime(message.subject() + message.text() + message.html());
    }

    private static void assertGoodWhatsApp(RenderedMessage message, Purpose purpose, String language) {
        assertThat(message.whatsapp()).isNotNull().satisfies(whatsapp -> {
            assertThat(whatsapp.name()).matches("[a-z0-9_]+");
            assertThat(whatsapp.languageCode()).isEqualTo(language.equals("en") ? "en_US" : "es");
            assertThat(whatsapp.parameters()).allMatch(each -> message.text().contains(each));
            assertThat(whatsapp.quickReplies().isEmpty()).isNotEqualTo(asksForAnAnswer(purpose));
        });
        assertNoVisitTime(message.text());
    }

    private static void assertNoVisitTime(String text) {
        assertThat(text).doesNotContain("Mar 25", "25 de marzo", "10:30");
    }

    @Test
    void saysTheSameForALabResultAsForARefill() {
        Stream.of("en", "es")
                .forEach(language -> Arrays.stream(Channel.values())
                        .forEach(channel -> assertThat(render(Purpose.LAB_READY, channel, language)
                                        .text())
                                .isEqualTo(render(Purpose.RX_REFILL, channel, language)
                                        .text())
                                .containsAnyOf("You have a new message", "Tiene un mensaje nuevo")));
    }

    @Test
    void areFortyTwoWithOneVersionEach() {
        var counts = transactions.execute(status -> jdbc.sql("""
                        SELECT (SELECT COUNT(*) FROM comm_templates WHERE organization_id IS NULL) AS templates,
                               (SELECT COUNT(*) FROM comm_template_versions v JOIN comm_templates t
                                    ON t.id = v.template_id AND t.body = v.body
                                WHERE t.organization_id IS NULL) AS versions
                        """).query().singleRow());

        assertThat(counts).containsEntry("templates", 42L).containsEntry("versions", 42L);
    }

    private static boolean asksForAnAnswer(Purpose purpose) {
        return purpose == Purpose.APPT_CONFIRM || purpose == Purpose.APPT_REMINDER;
    }

    private RenderedMessage render(Purpose purpose, Channel channel, String language) {
        return rendering.render(
                ORGANIZATION,
                new RenderRequest(ORGANIZATION, null, purpose, channel, language, values(purpose, language)));
    }

    private static Map<String, String> values(Purpose purpose, String language) {
        return switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER -> language.equals("en") ? ENGLISH_VISIT : SPANISH_VISIT;
            case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION -> PORTAL;
            case NO_SHOW, URGENT -> CALL;
        };
    }
}
