package delimited
import ("testing";"os";"fmt";"strings";"path/filepath";"io/fs")
func TestZZShow(t *testing.T){
 root:=os.Getenv("ZZ"); if root=="" {t.Skip()}
 filepath.WalkDir(root, func(p string,e fs.DirEntry,err error) error{
  if err!=nil||(e.IsDir()) {return nil}
  f,_:=os.Open(p); defer f.Close()
  r,err:=Open(f,Dialect{})
  rel:=strings.TrimPrefix(p,root)
  if err!=nil {fmt.Printf("ZZ %s ERR %v\n",rel,err);return nil}
  n,no,rj:=0,0,0
  why:=""
  for rec,err:=range r.Records(){ if err!=nil{fmt.Println(err);break}; n++; if rec.Note!=""{no++; why=rec.Note}; if rec.Reject!=""{rj++;why=rec.Reject}}
  var rem []string
  for _,x:=range r.Remarks(){rem=append(rem,fmt.Sprintf("%d:%s",x.Line,x.Text))}
  h:=strings.Join(r.Header(),"|"); if len(h)>70 {h=h[:70]}
  fmt.Printf("ZZ %s [%v] w=%d n=%d note=%d rej=%d %s %v H=%q\n",rel,r.Dialect(),len(r.Header()),n,no,rj,why,rem,h)
  return nil})
}
