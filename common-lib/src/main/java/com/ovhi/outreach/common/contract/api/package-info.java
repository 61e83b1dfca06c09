/** Requests and answers of the synchronous calls between services. */
@NullMarked
package com.ovhi.outreach.common.contract.api;

import org.jspecify.annotations.NullMarked;
