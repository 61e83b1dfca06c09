package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RightToLeftTests {

    private static final List<String> DECLARED = List.of("clinic_name", "clinic_phone", "portal_url");
    private static final Map<String, String> VALUES = Map.of(
            "clinic_name", "Desert Clinic",
            "clinic_phone", "(602) 555-0000",
            "portal_url", TestPortal.LINK);

    @Test
    void shieldsValuesInEmailAndWhatsApp() {
        var email = new Wording(
                Channel.EMAIL,
                "ar",
                "رسالة من {{clinic_name}}",
                "اتصل على {{clinic_phone}} أو {{portal_url}} الآن",
                "<p><a href=\"{{portal_url}}\">{{clinic_name}}</a></p>",
                DECLARED,
                null,
                false);

        var message = CompiledWording.of(email).compose(VALUES, TestPortal.TERMS);

        assertThat(message.subject()).isEqualTo("رسالة من \u2068Desert Clinic\u2069");
        assertThat(message.text()).contains("\u2068(602) 555-0000\u2069", " " + TestPortal.LINK + " ");
        assertThat(message.html())
                .isEqualTo("<p><a href=\"" + TestPortal.LINK + "\">\u2068Desert Clinic\u2069</a></p>");
    }

    @Test
    void shieldsAnSmsUnlessThatWouldMakeItDearer() {
        var room = sms("موعدك لدى {{clinic_name}}");
        var full = sms("م".repeat(57) + "{{clinic_name}}");

        assertThat(room.compose(VALUES, TestPortal.TERMS).text()).contains("\u2068Desert Clinic\u2069");
        assertThat(full.compose(VALUES, TestPortal.TERMS).text())
                .doesNotContain("\u2068")
                .endsWith("Desert Clinic");
        assertThat(full.compose(VALUES, TestPortal.TERMS).segments()).isEqualTo(1);
    }

    @Test
    void leavesOtherLanguagesAlone() {
        var english = new Wording(Channel.SMS, "en", null, "{{clinic_name}}", null, DECLARED, null, false);

        assertThat(CompiledWording.of(english).compose(VALUES, TestPortal.TERMS).text())
                .isEqualTo("Desert Clinic");
    }

    private static CompiledWording sms(String body) {
        return CompiledWording.of(new Wording(Channel.SMS, "ar", null, body, null, DECLARED, null, false));
    }
}
