package com.ovhi.outreach.channel.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.ProviderContract;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.channel.gateway.SentLookup.Findings;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.gateway.SentLookup.Witness;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SendGridContractTests extends ProviderContract {

    @Override
    protected ChannelGateway gateway(URI url, Refusals refusals, Clock clock) {
        return new SendGridGateway(
                Account.main(Provider.SENDGRID),
                new SendGridProperties(
                        url,
                        "SG.local-development-key",
                        "reminders@outreach.example.org",
                        null,
                        null,
                        null,
                        1000,
                        true,
                        100_000,
                        Set.of(),
                        false),
                LIMITS,
                new UnsubscribeLink(
                        FieldCipher.ofKeyset(KeysetTool.generate()),
                        new PublicAddresses("https://unsubscribe.example", "https://hooks.example")),
                refusals,
                clock,
                new Pace(1));
    }

    @Test
    void listsWhatItAcceptedButNotWhatItRefused() {
        behave("{\"blackout\":true}");
        var refused = message(address());
        gateway().send(refused);
        behave("{}");
        var later = message("later@example.com");
        gateway().send(later);
        var witness = new Witness(later.jobId(), later.attempt(), onlyMessage(later));

        assertThat(gateway().lookup())
                .get()
                .isInstanceOfSatisfying(
                        SentLookup.Together.class,
                        lookup -> assertThat(findings(lookup, refused, witness))
                                .isEqualTo(new Findings(Map.of(), Set.of(witness))));
    }

    private static Findings findings(SentLookup.Together lookup, OutboundMessage message, Witness witness) {
        try {
            return lookup.find(List.of(sought(message)), List.of(witness));
        } catch (LookupFailed e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected String slug() {
        return "sendgrid";
    }

    @Override
    protected String address() {
        return "numbat@example.com";
    }

    @Override
    protected Map.Entry<String, FailureClass> badAddress() {
        return Map.entry("nobody-at-all", FailureClass.PERM_MSG);
    }

    @Override
    protected Map<String, FailureClass> refusals() {
        return Map.of("413", FailureClass.PERM_MSG, "403", FailureClass.CONFIG, "401", FailureClass.CONFIG);
    }

    @Override
    protected String unheardOf() {
        return "";
    }
}
