package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells failures before the first byte of a request, which prove that nothing was sent, from all others. */
public final class TransportFailure {

    private static final int MAX_CAUSES = 10;
    private static final List<Class<? extends IOException>> BEFORE_THE_REQUEST = List.of(
            ConnectException.class,
            UnknownHostException.class,
            NoRouteToHostException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class,
            org.apache.http.conn.ConnectTimeoutException.class,
            org.apache.hc.client5.http.ConnectTimeoutException.class,
            org.apache.hc.core5.http.ConnectionRequestTimeoutException.class);

    private TransportFailure() {}

    /** The outcome of a call that ended in this failure. */
    public static SendOutcome outcome(Throwable failure) {
        if (causes(failure).anyMatch(TransportFailure::beforeTheRequest)) {
            return new NotSent(FailureClass.RETRY, "unreachable", null, About.ACCOUNT);
        }
        var timedOut = causes(failure).anyMatch(SocketTimeoutException.class::isInstance);
        return new Unknown(timedOut ? "timeout" : "connection-lost");
    }

    private static boolean beforeTheRequest(Throwable failure) {
        return BEFORE_THE_REQUEST.stream().anyMatch(type -> type.isInstance(failure));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(MAX_CAUSES);
    }
}
