package dev.netc.compiler.cost;

import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Epilogue;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Geometry;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Panels;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a kernel has to do each time it is run.
 *
 * @param name of the value it computes, as the author knows it, and the algorithm if there are two
 * @param place the line that it comes from, such as {@code net.net:12}; empty if there is none
 * @param operations arithmetic of numbers: a multiply-add is two, a function such as {@code exp}
 *     some {@value #FUNCTION}
 * @param bytes of the tensors that it reads and writes, each counted once
 */
public record KernelCost(String name, String place, Dim operations, Dim bytes) {
  /** The additions and multiplications of a polynomial, and what comes before and after it. */
  private static final int FUNCTION = 16;

  /** The rounds of a counter-based generator. */
  private static final int RANDOM_NUMBER = 32;

  /** The cost of one run of a kernel. */
  public static KernelCost of(Kernel kernel) {
    List<Value> results = kernel.results();
    Optional<Span> span =
        results.stream()
            .map(result -> result.origin().span())
            .flatMap(Optional::stream)
            .findFirst();
    Dim bytes =
        Stream.concat(reads(kernel), results.stream())
            .map(KernelCost::bytes)
            .reduce(Dim.ZERO, Dim::plus);
    return new KernelCost(
        name(kernel) + algorithm(kernel),
        span.map(KernelCost::line).orElse(""),
        kernel.accept(new Operations()),
        bytes);
  }

  /**
   * What the author calls that which a kernel computes: the last of its results, and before it the
   * layer of a convolution that goes through a pool at once.
   */
  public static String name(Kernel kernel) {
    List<Value> results = kernel.results();
    String name = results.get(results.size() - 1).origin().name();
    return pooledLayer(kernel).map(layer -> layer + ", " + name).orElse(name);
  }

  /** The owner of the weights of a convolution that leaves no result of its own. */
  private static Optional<String> pooledLayer(Kernel kernel) {
    if (!(kernel instanceof Kernel.Convolution convolution)
        || convolution.kind() != Kernel.Convolution.Kind.FORWARD
        || convolution.pool().isEmpty()) {
      return Optional.empty();
    }
    String weights = convolution.weights().value().origin().name();
    return Optional.of(weights.lastIndexOf('.'))
        .filter(dot -> dot > 0)
        .map(dot -> weights.substring(0, dot));
  }

  private static String algorithm(Kernel kernel) {
    if (kernel instanceof Kernel.Turn turn) {
      return " (from " + Panels.LEAST + " to " + turn.most() + " samples)";
    }
    return kernel instanceof Kernel.Convolution convolution
        ? WinogradCost.leastSamples(convolution)
            .map(least -> least > 1 ? " (Winograd from " + least + " samples)" : " (Winograd)")
            .orElse("")
        : "";
  }

  /** {@code net.net:12}, without the folder, which may differ from machine to machine. */
  public static String line(Span span) {
    String name = span.file().name();
    String file = name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')));
    return file + ":" + span.file().line(span.start());
  }

  /** What a kernel reads: of rows that are turned where that pays, the rows only. */
  private static Stream<Value> reads(Kernel kernel) {
    Optional<Value> either =
        kernel instanceof Kernel.Matmul product ? product.turned() : Optional.empty();
    return kernel.reads().stream().filter(value -> !either.equals(Optional.of(value)));
  }

  private static Dim bytes(Value value) {
    return value.shape().elements().times(value.type().element().bytes());
  }

  private static Dim product(List<Axis> axes) {
    return axes.stream().map(Axis::extent).reduce(Dim.ONE, Dim::times);
  }

  /** The operations of an expression, what it shares with itself counted once. */
  private static Dim operations(Expression expression, Set<Expression> done) {
    if (!done.add(expression)) {
      return Dim.ZERO;
    }
    Dim within =
        Expressions.parts(expression).stream()
            .map(part -> operations(part, done))
            .reduce(Dim.ZERO, Dim::plus);
    if (expression instanceof Expression.Apply apply) {
      return within.plus(apply.function().isTranscendental() ? FUNCTION : 1);
    } else if (expression instanceof Expression.Draw) {
      return within.plus(RANDOM_NUMBER);
    } else if (expression instanceof Expression.Fold fold) {
      return within.plus(1).times(product(fold.axes()));
    } else if (expression instanceof Expression.Search search) {
      return within.plus(1).times(search.axis().extent());
    }
    return within;
  }

  private static Dim operations(Expression expression) {
    return operations(expression, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static final class Operations implements Kernel.Visitor<Dim> {
    @Override
    public Dim loop(Kernel.Loop kernel) {
      Set<Expression> done = Collections.newSetFromMap(new IdentityHashMap<>());
      return kernel.stores().stream()
          .map(store -> operations(store.element(), done))
          .reduce(Dim.ZERO, Dim::plus)
          .times(product(kernel.axes()));
    }

    @Override
    public Dim rows(Kernel.Rows kernel) {
      return kernel.parts().stream().map(this::loop).reduce(Dim.ZERO, Dim::plus);
    }

    @Override
    public Dim scatter(Kernel.Scatter kernel) {
      return operations(kernel.store().element()).plus(1).times(product(kernel.axes()));
    }

    @Override
    public Dim matmul(Kernel.Matmul kernel) {
      return product(kernel.batch())
          .times(kernel.rows())
          .times(kernel.columns())
          .times(kernel.inner())
          .times(2)
          .plus(epilogue(kernel.result().value(), kernel.epilogue()));
    }

    @Override
    public Dim turn(Kernel.Turn kernel) {
      return Dim.ZERO;
    }

    @Override
    public Dim tiles(Kernel.Tiles kernel) {
      return kernel.parts().stream().map(part -> part.accept(this)).reduce(Dim.ZERO, Dim::plus);
    }

    @Override
    public Dim convolution(Kernel.Convolution kernel) {
      Geometry geometry = kernel.geometry();
      long taps = (long) geometry.height().taps() * geometry.width().taps();
      Dim pixels =
          kernel
              .samples()
              .times(geometry.filters())
              .times(geometry.height().places())
              .times(geometry.width().places());
      Dim finished = pixels.times(kernel.epilogue().operations());
      if (WinogradCost.leastSamples(kernel).isPresent()) {
        return WinogradCost.operations(kernel).plus(finished);
      }
      long each = 2 * taps * (geometry.channels() / geometry.groups());
      return pixels.times(each).plus(finished).plus(pooled(kernel));
    }

    /** What a max pool of the output compares. */
    private static Dim pooled(Kernel.Convolution kernel) {
      Dim windows = kernel.samples().times(kernel.geometry().filters());
      return kernel
          .pool()
          .map(pool -> compared(windows, pool.height(), pool.width()))
          .orElse(Dim.ZERO);
    }

    private static Dim compared(Dim images, Geometry.Span height, Geometry.Span width) {
      return images
          .times(height.places())
          .times(width.places())
          .times((long) height.taps() * width.taps());
    }

    private static Dim epilogue(Value result, Epilogue epilogue) {
      return result.shape().elements().times(epilogue.operations());
    }

    @Override
    public Dim pool(Kernel.Pool kernel) {
      return compared(kernel.images(), kernel.height(), kernel.width());
    }

    @Override
    public Dim rounds(Kernel.Rounds kernel) {
      Dim rounds = kernel.result().operand(kernel.scan().carries()).dim(0);
      return kernel.body().steps().stream()
          .map(Schedule.Step::kernel)
          .map(step -> step.accept(this))
          .reduce(Dim.ZERO, Dim::plus)
          .times(rounds);
    }
  }
}
