package com.ovhi.outreach.template.wording.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SmsTariffTests {

    @Test
    void multipliesSegmentsByThePriceOfTheCountry() {
        var tariff = new SmsTariff("USD", Map.of("US", new BigDecimal("0.0120")), new BigDecimal("0.10"));

        assertThat(tariff.of(3, "us").total()).isEqualByComparingTo("0.036");
        assertThat(tariff.of(2, "FR").total()).isEqualByComparingTo("0.20");
    }

    @Test
    void hasTheseDefaults() {
        var tariff = bound(Map.of());

        assertThat(tariff)
                .isEqualTo(new SmsTariff("USD", Map.of("US", new BigDecimal("0.0120")), new BigDecimal("0.10")));
    }

    @Test
    void isConfiguredByCountry() {
        var tariff = bound(Map.of("t.currency", "EUR", "t.segments.FR", "0.07", "t.elsewhere", "0.2"));

        assertThat(tariff.of(1, "FR"))
                .isEqualTo(new SmsTariff.Cost(1, new BigDecimal("0.07"), new BigDecimal("0.07"), "EUR"));
        assertThat(tariff.of(1, "US").total()).isEqualByComparingTo("0.2");
    }

    private static SmsTariff bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("t", SmsTariff.class);
    }
}
