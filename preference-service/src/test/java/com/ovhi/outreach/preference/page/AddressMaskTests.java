package com.ovhi.outreach.preference.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMaskTests {

    @ParameterizedTest
    @CsvSource({
        "EMAIL,gerardo@example.org,g•••@•••.org",
        "EMAIL,x@y.co.uk,x•••@•••.uk",
        "EMAIL,broken,•••",
        "SMS,+12125550142,••• 42",
        "WHATSAPP,+5,••• +5"
    })
    void showsOnlyWhatItsOwnerNeeds(Channel channel, String address, String masked) {
        assertThat(AddressMask.of(channel, address)).isEqualTo(masked);
    }

    @Test
    void tokensHave256BitsAndPrintAsAMask() {
        var random = new java.security.SecureRandom();
        var token = LinkToken.fresh(random);

        assertThat(token.text()).hasSize(43);
        assertThat(token.hash()).hasSize(32);
        assertThat(token.toString()).doesNotContain(token.text());
        assertThat(LinkToken.parse(token.text())).contains(token);
        assertThat(LinkToken.parse(token.text() + "x")).isEmpty();
        assertThat(LinkToken.parse("../../etc/passwd")).isEmpty();
        assertThat(LinkToken.fresh(random)).isNotEqualTo(token);
    }
}
