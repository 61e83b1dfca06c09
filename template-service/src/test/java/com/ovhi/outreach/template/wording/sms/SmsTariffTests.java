package com.ovhi.outreach.template.wording.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ovhi.outreach.template.wording.sms.SmsTariff.Price;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SmsTariffTests {

    private static final Price USUAL = new Price(new BigDecimal("0.0120"), "USD");

    @Test
    void multipliesSegmentsByThePriceOfTheCountry() {
        var tariff = new SmsTariff("US", Map.of("US", USUAL), new Price(new BigDecimal("0.10"), "EUR"));

        assertThat(tariff.of(3, "us"))
                .isEqualTo(new SmsTariff.Cost("US", "USD", new BigDecimal("0.0120"), new BigDecimal("0.0360")));
        assertThat(tariff.of(2, "FR"))
                .isEqualTo(new SmsTariff.Cost("FR", "EUR", new BigDecimal("0.10"), new BigDecimal("0.20")));
    }

    @Test
    void hasTheseDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new SmsTariff("US", Map.of("US", USUAL), new Price(new BigDecimal("0.10"), "USD")));
    }

    @Test
    void isConfiguredByCountryAndCurrency() {
        var tariff = bound(Map.of(
                "t.home", "FR",
                "t.countries.fr.segment", "0.07",
                "t.countries.fr.currency", "EUR",
                "t.elsewhere.segment", "0.2"));

        assertThat(tariff.home()).isEqualTo("FR");
        assertThat(tariff.of(1, "FR"))
                .isEqualTo(new SmsTariff.Cost("FR", "EUR", new BigDecimal("0.07"), new BigDecimal("0.07")));
        assertThat(tariff.of(1, "US").total()).isEqualByComparingTo("0.2");
        assertThat(tariff.of(1, "US").currency()).isEqualTo("USD");
    }

    @Test
    void refusesMoneyThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(BigDecimal.ONE, "XYZ"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(new BigDecimal("-1"), "USD"));
    }

    private static SmsTariff bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("t", SmsTariff.class);
    }
}
