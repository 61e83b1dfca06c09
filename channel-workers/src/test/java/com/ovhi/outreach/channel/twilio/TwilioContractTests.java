package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.ProviderContract;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

class TwilioContractTests extends ProviderContract {

    @Override
    protected ChannelGateway gateway(URI url, Refusals refusals, Clock clock) {
        var settings = new TwilioProperties(
                url,
                "AC00000000000000000000000000000001",
                "SK00000000000000000000000000000001",
                "local-api-key-secret",
                "MG00000000000000000000000000000001",
                "",
                false,
                500,
                1000,
                Set.of(),
                false);
        return new TwilioGateway(
                Account.main(Provider.TWILIO),
                TwilioConnection.client(settings, LIMITS),
                settings,
                new PublicAddresses("http://127.0.0.1:9", "http://127.0.0.1:9"),
                refusals,
                clock,
                new Pace(1));
    }

    @Override
    protected String slug() {
        return "twilio";
    }

    @Override
    protected String address() {
        return "+12125550147";
    }

    @Override
    protected Map.Entry<String, FailureClass> badAddress() {
        return Map.entry("+15005550001", FailureClass.PERM_ADDR);
    }

    @Override
    protected Map<String, FailureClass> refusals() {
        return Map.of(
                "21610",
                FailureClass.OPTOUT,
                "21656",
                FailureClass.PERM_MSG,
                "21703",
                FailureClass.CONFIG,
                "21614",
                FailureClass.PERM_ADDR,
                "21611",
                FailureClass.THROTTLE);
    }

    @Override
    protected String unheardOf() {
        return "29999";
    }
}
