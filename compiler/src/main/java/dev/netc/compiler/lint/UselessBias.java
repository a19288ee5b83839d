package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.lint.Forms.Mean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bias that the normalisation behind it takes off again with the mean, such as that of a
 * convolution before batch normalisation: it has no effect, and its gradient is zero.
 */
final class UselessBias extends GraphLint {
  @Override
  public String code() {
    return "W0411";
  }

  @Override
  public String name() {
    return "useless-bias";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    Forms forms = new Forms(flow);
    for (Parameter parameter : flow.network().parameters()) {
      flow.parameter(parameter.path())
          .flatMap(value -> shifted(flow, value))
          .flatMap(sum -> centred(flow, forms, sum))
          .ifPresent(centred -> found.add(diagnostic(parameter, centred, written)));
    }
  }

  /** The only sum that a parameter enters, and where: it must be all that is done with it. */
  private static Optional<Shift> shifted(Flow flow, Value parameter) {
    Value at = parameter;
    while (true) {
      if (flow.users(at).size() != 1 || flow.isOutput(at)) {
        return Optional.empty();
      }
      Value user = flow.users(at).get(0);
      if (Forms.is(user, Elementwise.ADD)) {
        return Optional.of(new Shift(user, at));
      }
      if (!(user.op() instanceof Move.Reshape || user.op() instanceof Move.Broadcast)) {
        return Optional.empty();
      }
      at = user;
    }
  }

  /** A sum with a parameter that has been repeated to its shape. */
  private record Shift(Value sum, Value repeated) {
    /** Whether the parameter is the same along all of some axes. */
    boolean isConstantAlong(List<Integer> axes) {
      if (!(repeated.op() instanceof Move.Broadcast broadcast)) {
        return false;
      }
      for (int i = 0; i < broadcast.axes().size(); i++) {
        if (axes.contains(broadcast.axes().get(i)) && !repeated.operand(0).dim(i).is(1)) {
          return false;
        }
      }
      return true;
    }
  }

  /** A value without its mean, if all that is done with the sum is to take that off. */
  private static Optional<Value> centred(Flow flow, Forms forms, Shift shift) {
    if (flow.isOutput(shift.sum())) {
      return Optional.empty();
    }
    List<Value> centred = new ArrayList<>();
    for (Value user : flow.users(shift.sum())) {
      Optional<Mean> mean = forms.centred(user).filter(m -> m.of() == shift.sum());
      if (mean.isPresent() && shift.isConstantAlong(mean.get().axes())) {
        centred.add(user);
      } else if (!(user.op() instanceof Reduce reduce && reduce.kind() == Reduce.Kind.SUM)) {
        return Optional.empty();
      }
    }
    return centred.stream().findFirst();
  }

  private Diagnostic diagnostic(Parameter parameter, Value centred, Written written) {
    int dot = parameter.path().lastIndexOf('.');
    String own = parameter.path().substring(dot + 1);
    String layer = dot < 0 ? "" : " of `" + parameter.path().substring(0, dot) + "`";
    long count = parameter.type().shape().elements().constant();
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "the `%s`%s has no effect: %s takes it off again"
                    .formatted(own, layer, name(centred)))
            .at(parameter.span(), "%,d parameters with a gradient of zero".formatted(count));
    place(centred)
        .filter(span -> !span.equals(parameter.span()))
        .ifPresent(span -> warning.also(span, "subtracts the mean, which the bias is a part of"));
    String argument = own + "=false";
    written
        .making(parameter.span())
        .ifPresentOrElse(
            call ->
                warning.help("leave it out: `" + argument + "`", Written.argument(call, argument)),
            () -> warning.help("leave it out"));
    return warning.build();
  }
}
