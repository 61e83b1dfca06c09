package com.ovhi.outreach.template.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.catalog.Wanted;
import com.ovhi.outreach.template.wording.SmsSegments;
import com.ovhi.outreach.template.wording.SmsSegments.Encoding;
import com.ovhi.outreach.template.wording.TestPortal;
import com.ovhi.outreach.template.wording.WordingRules;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
    private static final List<String> LANGUAGES =
            List.of("en", "es", "fr", "pt", "zh", "vi", "ko", "ru", "ar", "tl", "ht");
    /** Written with letters of the GSM alphabet only. */
    private static final Set<String> SEVEN_BIT = Set.of("en", "fr", "pt", "tl", "ht");

    private static final Map<String, String> META_LANGUAGES = Map.of(
            "en", "en_US", "es", "es", "fr", "fr", "pt", "pt_BR", "zh", "zh_CN", "vi", "vi", "ko", "ko", "ru", "ru",
            "ar", "ar", "tl", "fil");
    private static final Map<String, String> VISIT =
            Map.of("clinic_name", CLINIC, "clinic_phone", PHONE, "visit_date", "2026-03-25", "visit_time", "10:30");
    private static final Map<String, String> PORTAL =
            Map.of("clinic_name", CLINIC, "clinic_phone", PHONE, "portal_url", TestPortal.PAGE);

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
        return LANGUAGES.stream()
                .flatMap(language -> Arrays.stream(Purpose.values())
                        .flatMap(purpose -> Arrays.stream(Channel.values())
                                .filter(channel -> speaks(channel, language))
                                .map(channel -> Arguments.of(purpose, channel, language))));
    }

    /** Meta has no Haitian Creole. */
    private static boolean speaks(Channel channel, String language) {
        return channel != Channel.WHATSAPP || META_LANGUAGES.containsKey(language);
    }

    @ParameterizedTest
    @MethodSource("all")
    void couldBeSavedByStaff(Purpose purpose, Channel channel, String language) {
        var template = catalog.forSending(
                        new Wanted(ORGANIZATION, null, null, purpose, channel, language, null, Capability.USUAL))
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
        if (SEVEN_BIT.contains(language)) {
            assertThat(SmsSegments.of(message.text()).encoding()).isEqualTo(Encoding.GSM_7);
        }
        assertThat(message.segments()).isLessThanOrEqualTo(mostSegments(language));
        assertThat(message.text()).contains("STOP").doesNotContainIgnoringCase("cancel");
        if (asksForAnAnswer(purpose)) {
            assertThat(message.text()).containsPattern("\\b1\\b.*\\b2\\b.*\\b3\\b|1.+2.+3");
        }
        if (asksForAnAnswer(purpose) && language.equals("en")) {
            assertThat(message.text()).contains("Reply 1 to confirm, 2 to reschedule, 3 if you can't come.");
        }
    }

    /** Messages with the longest usual name and link; Chinese and the languages of the GSM alphabet fit into two. */
    private static int mostSegments(String language) {
        return switch (language) {
            case "en" -> 1;
            case "vi", "ru", "ar" -> 3;
            default -> 2;
        };
    }

    private static void assertGoodEmail(RenderedMessage message, String language) {
        assertThat(message.subject()).isNotBlank().hasSizeLessThanOrEqualTo(78).doesNotContain("{{");
        assertThat(message.html())
                .startsWith("<!DOCTYPE html><html lang=\"" + language + "\""
                        + (language.equals("ar") ? " dir=\"rtl\">" : ">"))
                .contains("<title>", "<main>", PHONE)
                .doesNotContain("{{", "<img", "<script");
        assertNoVisitTime(message.subject() + message.text() + message.html());
    }

    private static void assertGoodWhatsApp(RenderedMessage message, Purpose purpose, String language) {
        assertThat(message.whatsapp()).isNotNull().satisfies(whatsapp -> {
            assertThat(whatsapp.name()).matches("[a-z0-9_]+");
            assertThat(whatsapp.languageCode()).isEqualTo(META_LANGUAGES.get(language));
            assertThat(whatsapp.parameters()).allMatch(each -> message.text().contains(each));
            assertThat(whatsapp.quickReplies().isEmpty()).isNotEqualTo(asksForAnAnswer(purpose));
        });
        assertNoVisitTime(message.text());
    }

    private static void assertNoVisitTime(String text) {
        assertThat(text).doesNotContain("25", "10:30");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void speakToAHouseholdWithoutNamesHoursOrQuestions(String language) {
        var wanted = new Wanted(
                ORGANIZATION, null, null, Purpose.APPT_REMINDER, Channel.SMS, language, "household", Capability.USUAL);
        var template = catalog.forSending(wanted).template();
        WordingRules.check(Purpose.APPT_REMINDER, template.wording());
        assertThat(template.wording().language()).isEqualTo(language);
        assertThat(template.variant()).isEqualTo("household");
        assertThat(template.wording().said()).containsExactlyInAnyOrder("clinic_name", "clinic_phone", "visit_date");
        var said = template.wording().body();
        assertThat(said).contains("STOP").doesNotContainPattern("[0-9]");
        if (SEVEN_BIT.contains(language)) {
            assertThat(SmsSegments.of(said).encoding()).isEqualTo(Encoding.GSM_7);
        }
    }

    /** E-mail and WhatsApp name no day, as in everything else that is sent there. */
    @ParameterizedTest
    @CsvSource({"EMAIL", "WHATSAPP"})
    void speakToAHouseholdElsewhereWithoutADay(Channel channel) {
        LANGUAGES.stream().filter(language -> speaks(channel, language)).forEach(language -> {
            var wanted = new Wanted(
                    ORGANIZATION, null, null, Purpose.APPT_REMINDER, channel, language, "household", Capability.USUAL);
            var template = catalog.forSending(wanted).template();
            WordingRules.check(Purpose.APPT_REMINDER, template.wording());
            assertThat(template.wording().language()).isEqualTo(language);
            assertThat(template.variant()).isEqualTo("household");
            assertThat(template.wording().said()).containsExactlyInAnyOrder("clinic_name", "clinic_phone");
            assertThat(template.wording().body()).doesNotContainPattern("[0-9]").doesNotEndWith("}}");
            var whatsapp = template.wording().whatsapp();
            if (channel == Channel.WHATSAPP) {
                assertThat(whatsapp)
                        .isNotNull()
                        .satisfies(each -> assertThat(each.quickReplies()).isEmpty());
            }
        });
    }

    /** A template that Meta does not know must not be sent; until then households get a message each, and staff call. */
    @ParameterizedTest
    @CsvSource({"APPT_REMINDER, household", "LAB_READY, answer"})
    void sayNothingOnWhatsAppBeforeMetaHasAgreed(Purpose purpose, String variant) {
        var request = new RenderRequest(
                ORGANIZATION,
                null,
                purpose,
                Channel.WHATSAPP,
                "en",
                Map.of("clinic_name", CLINIC, "clinic_phone", PHONE, "visit_date", "2026-03-25"),
                null,
                null,
                variant,
                null,
                null,
                null);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rendering.render(asked(request)))
                .satisfies(refused -> assertThat(refused.slug()).isEqualTo("whatsapp-template-not-approved"));
    }

    /** What staff answer when WhatsApp takes no free text any more: how to reach the clinic, and no link. */
    @Test
    void letStaffAnswerWithoutAWordOfHealth() {
        LANGUAGES.stream()
                .filter(language -> speaks(Channel.WHATSAPP, language))
                .forEach(language -> {
                    var wanted = new Wanted(
                            ORGANIZATION,
                            null,
                            null,
                            Purpose.LAB_READY,
                            Channel.WHATSAPP,
                            language,
                            "answer",
                            Capability.USUAL);
                    var template = catalog.forSending(wanted).template();
                    WordingRules.check(Purpose.LAB_READY, template.wording());
                    assertThat(template.wording().language()).isEqualTo(language);
                    assertThat(template.variant()).isEqualTo("answer");
                    assertThat(template.wording().said()).containsExactlyInAnyOrder("clinic_name", "clinic_phone");
                    assertThat(template.wording().body())
                            .doesNotContainPattern("[0-9]")
                            .doesNotEndWith("}}");
                    assertThat(template.wording().whatsapp()).isNotNull().satisfies(each -> {
                        assertThat(each.languageCode()).isEqualTo(META_LANGUAGES.get(language));
                        assertThat(each.quickReplies()).isEmpty();
                    });
                });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void sayBySmsOnlyThatThereIsAVisitWhereNobodyAgreedToMore(String language) {
        for (var purpose : List.of(Purpose.APPT_CONFIRM, Purpose.APPT_REMINDER)) {
            var template = catalog.forSending(
                            new Wanted(ORGANIZATION, null, null, purpose, Channel.SMS, language, null, Set.of()))
                    .template();

            WordingRules.check(purpose, template.wording());
            assertThat(template.wording().language()).isEqualTo(language);
            assertThat(template.variant()).isEqualTo("neutral");
            assertThat(template.wording().said()).containsExactlyInAnyOrder("clinic_name", "clinic_phone");
            var said =
                    template.wording().body().replace("{{clinic_name}}", CLINIC).replace("{{clinic_phone}}", PHONE);
            assertThat(said).contains("STOP").containsPattern("1.+2.+3").doesNotContain("{{");
            assertThat(SmsSegments.of(said).count()).isLessThanOrEqualTo(mostSegments(language));
            if (SEVEN_BIT.contains(language)) {
                assertThat(SmsSegments.of(said).encoding()).isEqualTo(Encoding.GSM_7);
            }
        }
    }

    static Stream<String> languages() {
        return LANGUAGES.stream();
    }

    @Test
    void saysTheSameForALabResultAsForARefill() {
        LANGUAGES.forEach(language -> Arrays.stream(Channel.values())
                .filter(channel -> speaks(channel, language))
                .forEach(channel -> assertThat(
                                render(Purpose.LAB_READY, channel, language).text())
                        .isEqualTo(render(Purpose.RX_REFILL, channel, language).text())));
        assertThat(render(Purpose.LAB_READY, Channel.SMS, "en").text()).contains("You have a new message");
        assertThat(render(Purpose.LAB_READY, Channel.SMS, "es").text()).contains("Tiene un mensaje nuevo");
    }

    @Test
    void keepArabicReadableAroundNamesAndNumbers() {
        assertThat(render(Purpose.URGENT, Channel.EMAIL, "ar").text())
                .contains("\u2068" + CLINIC + "\u2069", "\u2068" + PHONE + "\u2069");
        assertThat(render(Purpose.LAB_READY, Channel.EMAIL, "ar").text()).contains(" " + PORTAL.get("portal_url"));
    }

    @Test
    void fitTheColumnsOfTheTable() {
        var longest = transactions.execute(status -> jdbc.sql("""
                        SELECT MAX(CHAR_LENGTH(name)) AS name, MAX(CHAR_LENGTH(subject)) AS subject,
                               MAX(CHAR_LENGTH(body)) AS body, MAX(CHAR_LENGTH(html_body)) AS html_body
                        FROM comm_templates WHERE organization_id IS NULL
                        """).query().singleRow());

        assertThat(longest).isNotNull().satisfies(lengths -> {
            assertThat((Number) lengths.get("name"))
                    .satisfies(each -> assertThat(each.intValue()).isLessThan(255));
            assertThat((Number) lengths.get("subject"))
                    .satisfies(each -> assertThat(each.intValue()).isLessThan(78));
            assertThat((Number) lengths.get("body"))
                    .satisfies(each -> assertThat(each.intValue()).isLessThan(1_024));
            assertThat((Number) lengths.get("html_body"))
                    .satisfies(each -> assertThat(each.intValue()).isLessThan(16_000));
        });
    }

    @Test
    void areTwoHundredAndEightyEightWithOneVersionEach() {
        var counts = transactions.execute(status -> jdbc.sql("""
                        SELECT (SELECT COUNT(*) FROM comm_templates WHERE organization_id IS NULL) AS templates,
                               (SELECT COUNT(*) FROM comm_template_versions v JOIN comm_templates t
                                    ON t.id = v.template_id AND t.body = v.body
                                WHERE t.organization_id IS NULL) AS versions
                        """).query().singleRow());

        assertThat(counts).containsEntry("templates", 288L).containsEntry("versions", 288L);
    }

    private static boolean asksForAnAnswer(Purpose purpose) {
        return purpose == Purpose.APPT_CONFIRM || purpose == Purpose.APPT_REMINDER;
    }

    private RenderedMessage render(Purpose purpose, Channel channel, String language) {
        var request = new RenderRequest(ORGANIZATION, null, purpose, channel, language, values(purpose));
        return rendering.render(asked(request));
    }

    private static Asked asked(RenderRequest request) {
        return new Asked(ORGANIZATION, request, new Viewer("test", true, null, null), true);
    }

    private static Map<String, String> values(Purpose purpose) {
        return switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER -> VISIT;
            case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION -> PORTAL;
            case NO_SHOW, URGENT -> CALL;
        };
    }
}
