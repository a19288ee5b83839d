/** A module that predicts. */
module acme.predictor {
  requires transitive dev.netc.runtime;

  exports acme;
}
