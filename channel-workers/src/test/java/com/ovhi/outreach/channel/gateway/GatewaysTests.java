package com.ovhi.outreach.channel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewaysTests {

    @Test
    void putsTheMainAccountBeforeAllOthers() {
        var gateways = gateways("zulu", "alpha", "main", "east-2");

        assertThat(gateways.of(Channel.SMS))
                .extracting(gateway -> gateway.account().label())
                .containsExactly("twilio.main", "twilio.alpha", "twilio.east-2", "twilio.zulu");
        assertThat(gateways.of(new Account(Provider.TWILIO, "gone"))).isEmpty();
        assertThat(gateways.lookup(Account.main(Provider.TWILIO))).isEmpty();
    }

    @Test
    void anOrganisationIsSentForByItsOwnAccountsAndTheOthersShareTheRest() {
        var gateways = gateways(
                new Idle(twilio("main"), Tenants.ALL),
                new Idle(twilio("riverside"), new Tenants(Set.of(16L), false)),
                new Idle(twilio("lakeside"), new Tenants(Set.of(17L, 18L), true)),
                new Idle(twilio("spare"), Tenants.ALL));

        assertThat(labels(gateways, 16)).containsExactly("twilio.riverside");
        assertThat(labels(gateways, 17)).containsExactly("twilio.lakeside", "twilio.main", "twilio.spare");
        assertThat(labels(gateways, 99)).containsExactly("twilio.main", "twilio.spare");
    }

    @Test
    void nobodySendsForAnOrganisationWhenAllAccountsAreOthers() {
        var gateways = gateways(new Idle(twilio("main"), new Tenants(Set.of(16L), false)));

        assertThat(labels(gateways, 99)).isEmpty();
    }

    private static List<String> labels(Gateways gateways, long organization) {
        return gateways.of(Channel.SMS, organization).stream()
                .map(gateway -> gateway.account().label())
                .toList();
    }

    private static Account twilio(String name) {
        return new Account(Provider.TWILIO, name);
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
        return gateways(Arrays.stream(twilio)
                .map(name -> new Idle(twilio(name), Tenants.ALL))
                .toArray(Idle[]::new));
    }

    private static Gateways gateways(Idle... twilio) {
        var others = Stream.of(Provider.SENDGRID, Provider.WHATSAPP)
                .map(provider -> new Idle(Account.main(provider), Tenants.ALL));
        return new Gateways(List.of(new ProviderGateways(
                Stream.<ChannelGateway>concat(others, Arrays.stream(twilio)).toList())));
    }

    private record Idle(Account account, Tenants tenants) implements ChannelGateway {

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
