import dev.netc.runtime.ElementType;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import java.util.Arrays;
import tutorial.Net;

/** Chapter 2.1.3 of the PyTorch tutorial, line by line. The comments are the lines in Python. */
public final class Tutorial {
  private Tutorial() {}

  public static void main(String[] arguments) {
    // net = Net(); print(net)
    Net net = new Net(0);
    System.out.println(net);

    // for parameters in net.parameters(): print(parameters)
    for (Parameter parameter : net.parameters()) {
      System.out.println(parameter.value());
    }

    // for name, parameters in net.named_parameters(): print(name, ':', parameters.size())
    for (Parameter parameter : net.parameters()) {
      System.out.println(parameter.name() + " : " + Arrays.toString(parameter.value().shape()));
    }

    // input = torch.randn(1, 1, 32, 32); out = net(input); print(out)
    Tensor input = Tensor.randn(0, 1, 1, 32, 32);
    Net.Trainer trainer = net.trainer();
    Tensor out = trainer.forward(input);
    System.out.println(out);

    // net.zero_grad(); out.backward(torch.ones(1, 10))
    trainer.zeroGrad();
    trainer.backward(Tensor.ones(1, 10));

    // y = torch.arange(0, 10).view(1, 10).float(); loss = nn.MSELoss()(net(input), y)
    Tensor y = Tensor.arange(0, 10).view(1, 10).to(ElementType.FLOAT);
    trainer.forward(input);
    float loss = trainer.loss(y);

    // print(loss.item())
    System.out.printf("loss %.4f%n", loss);

    // optimizer.zero_grad(); loss.backward(); optimizer.step()
    trainer.zeroGrad();
    trainer.backward();
    trainer.step();

    // The step has made the loss smaller.
    trainer.forward(input);
    System.out.printf("loss %.4f%n", trainer.loss(y));
  }
}
