/** A development identity provider: client credentials and signed access tokens. */
@NullMarked
package com.ovhi.outreach.simulators.identity;

import org.jspecify.annotations.NullMarked;
