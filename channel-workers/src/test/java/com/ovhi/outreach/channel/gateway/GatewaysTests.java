package com.ovhi.outreach.channel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewaysTests {

    @Test
    void putsTheMainAccountBeforeAllOthers() {
        var gateways = gateways("zulu", "alpha", "main", "east-2");

        assertThat(gateways.of(Channel.SMS))
                .extracting(gateway -> gateway.account().label())
                .containsExactly("twilio.main", "twilio.alpha", "twilio.east-2", "twilio.zulu");
        assertThat(gateways.main(Provider.TWILIO).account()).isEqualTo(Account.main(Provider.TWILIO));
        assertThat(gateways.of(new Account(Provider.TWILIO, "gone"))).isEmpty();
        assertThat(gateways.lookup(Account.main(Provider.TWILIO))).isEmpty();
    }

    @Test
    void doesNotStartWithoutAMainAccount() {
        assertThatIllegalStateException().isThrownBy(() -> gateways("spare")).withMessageContaining("twilio");
    }

    @Test
    void takesNoNameThatCannotBeAKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Account(Provider.TWILIO, "Main Account"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Account(Provider.TWILIO, ""));
    }

    private static Gateways gateways(String... twilio) {
        var others = Stream.of(Provider.SENDGRID, Provider.WHATSAPP).map(Account::main);
        var accounts = Stream.concat(others, Arrays.stream(twilio).map(name -> new Account(Provider.TWILIO, name)));
        return new Gateways(List.of(
                new ProviderGateways(accounts.<ChannelGateway>map(Idle::new).toList())));
    }

    private record Idle(Account account) implements ChannelGateway {

        @Override
        public List<Limit> limits() {
            return List.of();
        }

        @Override
        public SendOutcome send(OutboundMessage message) {
            throw new AssertionError("not called");
        }
    }
}
