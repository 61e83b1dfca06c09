@NullMarked
package com.ovhi.outreach.webhook.whatsapp;

import org.jspecify.annotations.NullMarked;
