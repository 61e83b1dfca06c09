package com.ovhi.outreach.template.wording;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.variables.Capability;
import com.ovhi.outreach.template.wording.variables.Sensitivity;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateTests {

    private static final List<String> DECLARED =
            List.of(Variable.values()).stream().map(Variable::code).toList();
    private static final Terms EVERYTHING = new Terms(EnumSet.allOf(Capability.class), null, null);

    @ParameterizedTest
    @CsvSource({
        "WHATSAPP, visit_date", "WHATSAPP, visit_time", "WHATSAPP, patient_first_name", "WHATSAPP, provider_name",
        "WHATSAPP, clinic_address", "EMAIL, visit_time", "EMAIL, patient_first_name", "EMAIL, provider_name",
        "EMAIL, clinic_address"
    })
    void refusesWhatAChannelNeverCarriesWhateverTheCapabilities(Channel channel, String name) {
        assertRefused(wording(channel, "{{" + name + "}}"), EVERYTHING, name);
    }

    @ParameterizedTest
    @CsvSource({"SMS, patient_first_name", "SMS, provider_name", "SMS, clinic_address", "EMAIL, visit_date"})
    void refusesWithoutTheCapabilityAndAllowsWithIt(Channel channel, String name) {
        var wording = wording(channel, "[{{" + name + "}}]");

        assertRefused(wording, Terms.USUAL, name);
        assertThat(CompiledWording.of(wording).preview(Map.of(), EVERYTHING).text())
                .isEqualTo("[" + Variable.named(name).orElseThrow().sample() + "]");
    }

    @Test
    void refusesTheTimeOfAVisitToAnOrganisationWithoutAnyAgreement() {
        assertRefused(wording(Channel.SMS, "{{visit_time}}"), new Terms(Set.of(), null, null), "visit_time");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void leavesBehindWhatNoTextNeeds(Channel channel) {
        var given = Map.of("clinic_name", "Ours", "patient_first_name", "Ana", "visit_time", "10:30 AM");

        var permitted = new Gate(wording(channel, "{{clinic_name}}"), Terms.USUAL)
                .admit(Values.of(given, DECLARED, TestPortal.ADDRESSES), List.of("clinic_name"));

        assertThat(permitted.byName()).containsExactly(Map.entry("clinic_name", "Ours"));
    }

    @Property(tries = 500)
    void noForbiddenValueIsEverInATextOfItsChannel(@ForAll Channel channel, @ForAll Random random) {
        var needed = DECLARED.stream().filter(name -> random.nextBoolean()).toList();
        var body =
                String.join(" ", needed.stream().map(name -> "{{" + name + "}}").toList());
        var given = new HashMap<String, String>();
        Values.samples(DECLARED).byName().forEach(given::put);
        given.put("patient_first_name", "Canary");
        given.put("provider_name", "Dr. Canary");
        var capabilities = EnumSet.noneOf(Capability.class);
        EnumSet.allOf(Capability.class).stream()
                .filter(each -> random.nextBoolean())
                .forEach(capabilities::add);
        var terms = new Terms(capabilities, null, null, TestPortal.ADDRESSES);
        var forbidden = needed.stream()
                .map(name -> Variable.named(name).orElseThrow())
                .anyMatch(variable -> !variable.allowedOn(channel, capabilities));

        if (forbidden) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> CompiledWording.of(wording(channel, body)).compose(given, terms))
                    .satisfies(e -> assertThat(e.slug()).isEqualTo("phi-in-channel"));
        } else {
            var text = CompiledWording.of(wording(channel, body))
                    .compose(given, terms)
                    .text();
            assertThat(text.contains("Canary")).isEqualTo(body.contains("first_name") || body.contains("provider"));
        }
    }

    @Test
    void tellsWhatHasToBeAudited() {
        assertThat(CompiledWording.of(wording(Channel.SMS, "{{clinic_name}} {{patient_first_name}} {{visit_date}}"))
                        .disclosures())
                .containsExactly(Sensitivity.PATIENT_FIRST_NAME);
        assertThat(CompiledWording.of(wording(Channel.EMAIL, "{{clinic_name}} {{visit_date}}"))
                        .disclosures())
                .containsExactly(Sensitivity.VISIT_DATE);
        assertThat(CompiledWording.of(wording(Channel.EMAIL, "{{clinic_name}}")).disclosures())
                .isEmpty();
    }

    @Test
    void onlyTheGateLetsValuesThrough() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.ovhi.outreach.template");

        noClasses()
                .that()
                .doNotHaveSimpleName("Gate")
                .should()
                .callMethod(Permitted.class, "by", Gate.class, Map.class)
                .check(classes);
    }

    @Test
    void writesDatesForThePatient() {
        var spanish =
                new Wording(Channel.SMS, "es", null, "{{visit_date}}, {{visit_time}}", null, DECLARED, null, false);
        var given = Map.of("visit_date", "2026-03-04", "visit_time", "2026-03-04T14:30:00-07:00");

        assertThat(CompiledWording.of(spanish).compose(given).text()).isEqualTo("mié, 4 de mar, 2:30 p.m.");
        assertThat(CompiledWording.of(spanish)
                        .compose(given, new Terms(Capability.USUAL, "es-ES", ZoneId.of("America/Phoenix")))
                        .text())
                .isEqualTo("mié, 4 mar, 14:30");
        assertThat(CompiledWording.of(spanish)
                        .compose(given, new Terms(Capability.USUAL, "en-GB", null))
                        .text())
                .isEqualTo("mié, 4 de mar, 2:30 p.m.");
    }

    @ParameterizedTest
    @CsvSource({"visit_date, 2026-02-30", "visit_time, 25:00", "visit_time, 2026-03-04T16:30:00Z"})
    void refusesADayOrTimeThatCannotBeWritten(String name, String value) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CompiledWording.of(wording(Channel.SMS, "{{" + name + "}}"))
                        .compose(Map.of(name, value)))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("invalid-variable"))
                .satisfies(e -> assertThat(String.valueOf(e.getBody().getProperties()))
                        .contains("variables." + name)
                        .doesNotContain(value));
    }

    private static void assertRefused(Wording wording, Terms terms, String name) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CompiledWording.of(wording).preview(Map.of(), terms))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("phi-in-channel"))
                .satisfies(e -> assertThat(String.valueOf(e.getBody().getProperties()))
                        .contains("variable-not-for-channel", "variables." + name, "way_out"));
    }

    private static Wording wording(Channel channel, String body) {
        return new Wording(channel, "en", null, body, null, DECLARED, null, false);
    }
}
