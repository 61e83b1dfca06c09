package com.ovhi.outreach.template.wording.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHtmlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Hello {{clinic_name}}</p>",
                "<a href=\"{{portal_url}}\">Read</a>",
                "<a href='{{portal_url}}' title=\"{{clinic_name}}\">Read</a>",
                "<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{{clinic_name}}</title></head><body></body></html>",
                "<a href=\"tel:911\">911</a>",
                "<img src=\"cid:logo\" alt=\"{{clinic_name}}\" width=\"1\">",
                "<table width=\"600\"><tr><td align=\"left\" style=\"color: red\">x</td></tr></table>"
            })
    void acceptsPlainMarkup(String html) {
        assertThat(SafeHtml.review(html)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<ScRiPt src=https://x.example>",
                "<iframe src=\"https://x.example\"></iframe>",
                "<form action=\"https://x.example\"></form>",
                "<svg onload=alert(1)>",
                "<p onclick=\"x()\">a</p>",
                "<a href=\"javascript:alert(1)\">a</a>",
                "<a href=\"&#106;avascript:alert(1)\">a</a>",
                "<a href=\"http://x.example\">a</a>",
                "<a href=\"data:text/html,x\">a</a>",
                "<img src=\"https://tracker.example/p.gif\">",
                "<link rel=\"stylesheet\" href=\"https://x.example\">",
                "<base href=\"https://x.example\">",
                "<meta http-equiv=\"refresh\" content=\"0\">",
                "<style>p{}</style>",
                "<p style=\"background: url(https://x.example/a.png)\">a</p>",
                "<p style=\"{{clinic_name}}\">a</p>",
                "<p class={{clinic_name}}>a</p>",
                "<p title={{clinic_name}}>a</p>",
                "<a href=\"https://x.example/{{clinic_name}}\">a</a>",
                "<a href=\"{{clinic_name}}\">a</a>",
                "<p {{clinic_name}}>a</p>",
                "<{{clinic_name}}>",
                "<p title=\"{{visit_date}}\">a</p>",
                "<title>{{visit_date}}</title>",
                "<!-- {{visit_time}} -->",
                "<div style=\"display:none\">{{patient_first_name}}</div>"
            })
    void refusesWhatActsTracksOrBreaksOut(String html) {
        assertThat(SafeHtml.review(html))
                .isNotEmpty()
                .allSatisfy(flaw -> assertThat(flaw.to()).isBetween(flaw.from(), html.length()));
    }

    @Test
    void saysWhere() {
        var html = "<p>Hello</p><script>x</script>";

        assertThat(SafeHtml.review(html).getFirst().from()).isEqualTo(12);
    }
}
