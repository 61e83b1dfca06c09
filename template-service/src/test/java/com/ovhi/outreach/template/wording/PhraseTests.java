package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#clinic_name}}x{{/clinic_name}}",
                "{{^clinic_name}}x{{/clinic_name}}",
                "{{>partial}}",
                "{{{clinic_name}}}",
                "{{&clinic_name}}",
                "{{=<% %>=}}",
                "{{! comment }}",
                "{{.}}",
                "{{clinic_name.class}}",
                "{{ clinic_name }}",
                "{{CLINIC_NAME}}",
                "{{}}",
                "{{clinic_name",
                "clinic_name}}",
                "{{clinic_name}}}",
                "{{-first}}"
            })
    void knowsNoTagButTheVariable(String source) {
        assertThat(Phrase.plain(source)).isEmpty();
        assertThat(Phrase.html(source)).isEmpty();
    }

    @Test
    void namesItsVariablesInOrderOfFirstUse() {
        assertThat(Phrase.namesIn("{{b}} {{a}} {{b}}")).containsExactly("b", "a");
    }

    @Test
    void escapesValuesInHtmlOnly() {
        var values = permitted(Map.of("clinic_name", "<b>A&B</b>"));

        assertThat(Phrase.plain("{{clinic_name}}").orElseThrow().with(values)).isEqualTo("<b>A&B</b>");
        assertThat(Phrase.html("<p>{{clinic_name}}</p>").orElseThrow().with(values))
                .isEqualTo("<p>&lt;b&gt;A&amp;B&lt;/b&gt;</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{clinic_phone}}",
                "{{#each}}x{{/each}}",
                "${7*7}",
                "#{7*7}",
                "<%= 7*7 %>",
                "{{7*7}}",
                "{{this}}",
                "\\u007b{{clinic_phone}}",
                "$1",
                "%s"
            })
    void neverReadsAValueAsATemplate(String value) {
        var values = permitted(Map.of("clinic_name", value, "clinic_phone", "602-555-0000"));

        assertThat(Phrase.plain("Hello {{clinic_name}}!").orElseThrow().with(values))
                .isEqualTo("Hello " + value + "!");
    }

    private static Permitted permitted(Map<String, String> values) {
        var names = values.keySet().stream().sorted().toList();
        var wording = new Wording(Channel.SMS, "en", null, "", null, names, null, false);
        return new Gate(wording, Terms.USUAL).admit(Values.of(values, names, TestPortal.ADDRESSES), names);
    }
}
