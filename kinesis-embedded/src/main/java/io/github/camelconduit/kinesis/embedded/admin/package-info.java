/** Faults at run time, over HTTP: for the server as a program of its own, and for clients in other languages. */
package io.github.camelconduit.kinesis.embedded.admin;
