package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TwilioConfiguration {

    @Bean
    ProviderGateways twilioGateways(
            TwilioAccounts settings,
            CallLimits limits,
            PublicAddresses addresses,
            Refusals refusals,
            Clock clock,
            Pace pace) {
        return ProviderGateways.of(
                settings.accounts(),
                (name, account) -> new TwilioGateway(
                        new Account(Provider.TWILIO, name),
                        TwilioConnection.client(account, limits),
                        account,
                        addresses,
                        refusals,
                        clock,
                        pace));
    }
}
