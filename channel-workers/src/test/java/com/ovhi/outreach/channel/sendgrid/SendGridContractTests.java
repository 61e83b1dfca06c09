package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.ProviderContract;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

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
