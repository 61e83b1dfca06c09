package com.ovhi.outreach.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTests {

    @Test
    void fieldsAreQuotedWhereTheyMustBe() {
        assertThat(Csv.line(List.of("a,b", "say \"no\"", "two\nlines", "plain", 5)))
                .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",plain,5\r\n");
        assertThat(Csv.line(Arrays.asList("x", null, -1.5))).isEqualTo("x,,-1.5\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
    void nothingIsAFormula(String text) {
        assertThat(Csv.line(List.of(text))).startsWith("'");
    }

    @Test
    void otherFormatsAreRefused() {
        assertThat(Csv.wanted("CSV")).isTrue();
        assertThat(Csv.wanted("json")).isFalse();
        assertThatThrownBy(() -> Csv.wanted("xlsx")).isInstanceOf(ProblemException.class);
    }
}
